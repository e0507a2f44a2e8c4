/** What an operator sees: exit codes, messages, signals, full disks. */
@NullMarked
package io.vivarium.acceptance.operation;

import org.jspecify.annotations.NullMarked;
