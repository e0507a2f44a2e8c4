package io.vivarium.spi.auth;

import io.vivarium.spi.Plugin;
import java.util.List;

/** A configured set of authentication schemes. */
public interface Authentication extends Plugin {
  /**
   * The schemes; asked for once, after the start. A scheme that two plugins offer is refused at start, with both named. A plugin that is
   * loaded anew has to offer the same schemes; clients keep the identities that they have proved to the one before, and {@link
   * AuthScheme#matches} of the new one is asked about them.
   */
  List<AuthScheme> schemes();
}
