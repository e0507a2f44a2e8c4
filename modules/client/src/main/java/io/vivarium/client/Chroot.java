package io.vivarium.client;

import io.vivarium.model.Paths;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import java.util.List;

/** Puts a path in front of what a client asks, and takes it off what it is told. */
final class Chroot {
  private final String prefix;

  Chroot(String path) {
    prefix = path.equals(Paths.ROOT) ? "" : path;
  }

  /** The path as the server knows it. */
  String full(String path) {
    if (prefix.isEmpty()) {
      return path;
    }
    return path.equals(Paths.ROOT) ? prefix : prefix + path;
  }

  /** The path as the client knows it; one outside of the client's part of the tree stays as it is. */
  String own(String path) {
    if (prefix.isEmpty() || !path.startsWith(prefix)) {
      return path;
    }
    String rest = path.substring(prefix.length());
    if (rest.isEmpty()) {
      return Paths.ROOT;
    }
    return rest.charAt(0) == '/' ? rest : path;
  }

  WatchEvent own(WatchEvent event) {
    return prefix.isEmpty() ? event : new WatchEvent(event.type(), own(event.path()), event.zxid());
  }

  List<String> own(List<String> paths) {
    return prefix.isEmpty() ? paths : paths.stream().map(this::own).toList();
  }

  Reply.Result own(Reply.Result result) {
    Reply body = result.body();
    if (body instanceof Reply.Path path) {
      String created = path.path();
      body = new Reply.Path(created == null ? null : own(created));
    } else if (body instanceof Reply.PathStat path) {
      body = new Reply.PathStat(own(path.path()), path.stat());
    }
    return new Reply.Result(result.op(), result.error(), body);
  }

  /**
   * A part of a multi as the server is to see it.
   *
   * @throws IllegalArgumentException when it cannot be part of one
   */
  Request full(Request part) {
    if (part instanceof Request.Create create) {
      return new Request.Create(
          create.op(),
          full(create.path()),
          create.data(),
          create.acl(),
          create.flags(),
          create.ttl());
    } else if (part instanceof Request.Delete delete) {
      return new Request.Delete(full(delete.path()), delete.version());
    } else if (part instanceof Request.SetData set) {
      return new Request.SetData(full(set.path()), set.data(), set.version());
    } else if (part instanceof Request.Check check) {
      return new Request.Check(full(check.path()), check.version());
    } else if (part instanceof Request.GetData read) {
      return new Request.GetData(full(read.path()), false);
    } else if (part instanceof Request.GetChildren read) {
      return new Request.GetChildren(full(read.path()), false, false);
    }
    throw new IllegalArgumentException(part.op() + " cannot be part of a multi");
  }
}
