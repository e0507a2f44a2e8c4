/** Packages of plugins, read as what a stranger sent: every name, size and checksum is held against a limit before it is believed. */
@NullMarked
package io.vivarium.plugin.installer.content;

import org.jspecify.annotations.NullMarked;
