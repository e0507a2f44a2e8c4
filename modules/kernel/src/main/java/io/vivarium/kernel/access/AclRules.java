package io.vivarium.kernel.access;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.ErrorCode;
import io.vivarium.spi.auth.AuthScheme;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the ACL of a request into the one that is stored, and the stored one into what may be shown. Any thread. */
public final class AclRules {
  /** Entries of one list. A frame holds more only when somebody means harm, and the shorthand {@code auth} multiplies them. */
  private static final int MAX_ENTRIES = 16_384;

  /** What a byte becomes that is no UTF-8; it came as one, or as three. */
  private static final char REPLACED = '\uFFFD';

  private static final int REPLACED_BYTES = 3;

  private final Map<String, AuthScheme> schemes;

  /** Rules that know these schemes, by name. */
  public AclRules(Map<String, AuthScheme> schemes) {
    this.schemes = Map.copyOf(schemes);
  }

  /**
   * What becomes of a requested list.
   *
   * @param acl the list to store; meaningless unless {@code error} is OK
   * @param error OK, INVALID_ACL or MARSHALLING_ERROR
   */
  public record Outcome(List<Acl> acl, ErrorCode error) {
    private static final Outcome INVALID = new Outcome(List.of(), ErrorCode.INVALID_ACL);
  }

  /** Removes duplicates, resolves the shorthand {@code auth}, and checks schemes and ids. */
  public Outcome resolve(@Nullable List<Acl> requested, List<AuthId> ids) {
    if (requested == null || requested.isEmpty()) {
      return Outcome.INVALID;
    }
    if (requested.equals(Acl.OPEN)) {
      return new Outcome(Acl.OPEN, ErrorCode.OK);
    }
    List<Acl> stored = new ArrayList<>(requested.size());
    for (Acl entry : new LinkedHashSet<>(requested)) {
      ErrorCode error = resolve(entry, ids, stored);
      if (error != ErrorCode.OK) {
        return new Outcome(List.of(), error);
      }
      if (stored.size() > MAX_ENTRIES) {
        return Outcome.INVALID;
      }
    }
    return new Outcome(List.copyOf(stored), ErrorCode.OK);
  }

  private ErrorCode resolve(Acl entry, List<AuthId> ids, List<Acl> stored) {
    String scheme = entry.scheme();
    if (scheme == null) {
      return ErrorCode.INVALID_ACL;
    }
    if (scheme.equals("auth")) {
      return expand(entry.perms(), ids, stored) ? ErrorCode.OK : ErrorCode.INVALID_ACL;
    }
    String id = entry.id();
    if (scheme.equals("world")) {
      if (id == null) {
        // ZooKeeper trips over it instead of refusing it; clients see the former.
        return ErrorCode.MARSHALLING_ERROR;
      }
      stored.add(entry);
      return id.equals("anyone") ? ErrorCode.OK : ErrorCode.INVALID_ACL;
    }
    AuthScheme provider = schemes.get(scheme);
    if (provider == null || id == null || !provider.validId(id)) {
      return ErrorCode.INVALID_ACL;
    }
    stored.add(entry);
    return ErrorCode.OK;
  }

  private boolean expand(int perms, List<AuthId> ids, List<Acl> stored) {
    boolean any = false;
    for (AuthId id : ids) {
      AuthScheme provider = schemes.get(id.scheme());
      if (provider != null && provider.authenticated()) {
        stored.add(new Acl(perms, id.scheme(), id.id()));
        any = true;
      }
    }
    return any;
  }

  /** By how many bytes a list is longer in a txn than it was in its request, at most; 0 when it is not. */
  public static long growth(@Nullable List<Acl> requested, List<Acl> stored) {
    if (requested == null || stored.equals(Acl.OPEN)) {
      return 0;
    }
    return Math.max(0, bytes(stored, REPLACED_BYTES) - bytes(requested, 1));
  }

  private static long bytes(List<Acl> acl, int replaced) {
    long bytes = 0;
    for (Acl entry : acl) {
      bytes += 3 * Integer.BYTES + bytes(entry.scheme(), replaced) + bytes(entry.id(), replaced);
    }
    return bytes;
  }

  private static long bytes(@Nullable String text, int replaced) {
    long bytes = 0;
    for (int i = 0; text != null && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == REPLACED) {
        bytes += replaced;
      } else if (c < 0x80) {
        bytes++;
      } else {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
    }
    return bytes;
  }

  /** The list as it may be shown to somebody without ADMIN: the secret part of digest ids is replaced by {@code x}. */
  public static List<Acl> masked(List<Acl> acl) {
    List<Acl> shown = new ArrayList<>(acl.size());
    for (Acl entry : acl) {
      String id = entry.id();
      if (id != null && "digest".equals(entry.scheme())) {
        int colon = id.indexOf(':');
        shown.add(
            new Acl(
                entry.perms(), entry.scheme(), (colon < 0 ? "" : id.substring(0, colon)) + ":x"));
      } else {
        shown.add(entry);
      }
    }
    return shown;
  }
}
