/** Servers on hosts of their own: network namespaces of Linux, joined by a switch, whose cables can be pulled. */
@NullMarked
package io.vivarium.acceptance.network;

import org.jspecify.annotations.NullMarked;
