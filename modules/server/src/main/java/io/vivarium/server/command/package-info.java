/**
 * The commands: one class each, joined in {@link io.vivarium.server.command.VivariumCommand}. Every command has a help text that
 * fits a screen and examples; what it prints is for people unless {@code --output} says otherwise; exit codes are ZooKeeper's.
 */
@NullMarked
package io.vivarium.server.command;

import org.jspecify.annotations.NullMarked;
