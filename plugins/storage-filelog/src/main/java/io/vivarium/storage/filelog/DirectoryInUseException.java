package io.vivarium.storage.filelog;

import java.io.IOException;

/** Somebody else has locked a directory; the message says who, as far as it is known. */
final class DirectoryInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  DirectoryInUseException(String holder) {
    super(holder);
  }
}
