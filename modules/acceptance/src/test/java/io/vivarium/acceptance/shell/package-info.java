/** The shell of the package beside Apache's own, and our client library, against servers of both kinds. */
@NullMarked
package io.vivarium.acceptance.shell;

import org.jspecify.annotations.NullMarked;
