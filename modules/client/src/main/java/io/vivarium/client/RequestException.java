package io.vivarium.client;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that was refused, or of which nobody knows what became of it ({@link ErrorCode#CONNECTION_LOSS}): then a write may have
 * taken effect or not.
 */
public final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final @Nullable String path;

  @SuppressWarnings(
      "serial") // records of serializable parts are not always so; nobody serializes them
  private final transient List<Reply.Result> results;

  /** A refusal of a request about a path, as the application named it. */
  public RequestException(ErrorCode code, @Nullable String path) {
    this(code, path, List.of());
  }

  RequestException(ErrorCode code, @Nullable String path, List<Reply.Result> results) {
    super(code + (path == null ? "" : " for " + path));
    this.code = code;
    this.path = path;
    this.results = results;
  }

  /** Why. */
  public ErrorCode code() {
    return code;
  }

  /** What it was about; null when it was not about one path. */
  public @Nullable String path() {
    return path;
  }

  /** Of a multi: what became of each part. Empty for all else. */
  public List<Reply.Result> results() {
    return results;
  }
}
