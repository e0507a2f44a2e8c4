/** What a plugin may implement and what it is handed: interfaces, records and error types, free of library types. */
@NullMarked
package io.vivarium.spi;

import org.jspecify.annotations.NullMarked;
