/** The suites of clients on other plugins than those that a server has by default. */
@NullMarked
package io.vivarium.acceptance.combinations;

import org.jspecify.annotations.NullMarked;
