package io.vivarium.spi.auth;

import io.vivarium.spi.Plugin;
import java.util.List;

/** A configured set of authentication schemes. */
public interface Authentication extends Plugin {
  /** The schemes; fixed after start. A scheme that two plugins offer is refused at start, with both named. */
  List<AuthScheme> schemes();
}
