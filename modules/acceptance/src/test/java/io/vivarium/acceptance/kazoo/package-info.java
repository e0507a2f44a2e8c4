/**
 * kazoo, the Python client, as Debian packages it. The tests themselves are Python, in {@code src/test/python}; here they
 * are started against a server and their verdict is passed on.
 */
@NullMarked
package io.vivarium.acceptance.kazoo;

import org.jspecify.annotations.NullMarked;
