/**
 * The admin SPIs: ways for operators to ask a server, and commands to ask. An endpoint carries questions and answers and knows no
 * command: provider {@link io.vivarium.spi.admin.AdminEndpointProvider}, instance {@link io.vivarium.spi.admin.AdminEndpoint}, TCK
 * {@code AdminEndpointTck}. A set of commands is offered at every endpoint beside the server's own and knows no protocol: provider {@link
 * io.vivarium.spi.admin.AdminCommandsProvider}, instance {@link io.vivarium.spi.admin.AdminCommands}, TCK {@code AdminCommandsTck}.
 */
@NullMarked
package io.vivarium.spi.admin;

import org.jspecify.annotations.NullMarked;
