/** The audit SPI: who changed what, and what came of it. Provider: {@link io.vivarium.spi.audit.AuditProvider}; instance: {@link io.vivarium.spi.audit.AuditLog}; TCK: {@code AuditTck}. */
@NullMarked
package io.vivarium.spi.audit;

import org.jspecify.annotations.NullMarked;
