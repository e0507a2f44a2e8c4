package io.vivarium.tools.log;

import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Printable;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.tools.output.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A txn as text and as JSON. */
final class TxnText {
  /** Data is shown up to here. */
  private static final int SHOWN_BYTES = 64;

  private TxnText() {}

  /** The name of a kind of txn, as ZooKeeper's tools have it. */
  static String name(OpCode op) {
    String name = camel(op.name());
    return switch (name) {
      case "createTtl" -> "createTTL";
      case "setAcl" -> "setACL";
      default -> name;
    };
  }

  private static String camel(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.toLowerCase(Locale.ROOT).split("_", -1)) {
      text.append(
          text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return text.toString();
  }

  /** One line. */
  static String line(ParsedTxn parsed) {
    TxnDigest digest = parsed.digest();
    return Instant.ofEpochMilli(parsed.header().time())
        + " 0x"
        + Long.toHexString(parsed.header().zxid())
        + " session 0x"
        + Long.toHexString(parsed.header().sessionId())
        + " cxid "
        + parsed.header().cxid()
        + " "
        + text(parsed.txn())
        + (digest == null ? "" : " digest " + Long.toUnsignedString(digest.value()));
  }

  private static String text(Txn txn) {
    String name = name(txn.op());
    return switch (txn) {
      case Txn.CreateSession create -> name + " timeout " + create.timeout() + " ms";
      case Txn.CloseSession close -> name + " " + ephemerals(close.ephemerals());
      case Txn.Failed failed -> name + " " + error(failed.error());
      case Txn.Create create ->
          name
              + " "
              + shown(create.path())
              + " "
              + data(create.data())
              + " acl "
              + acl(create.acl())
              + (create.ephemeral() ? " ephemeral" : "")
              + (create.ttl() > 0 ? " ttl " + create.ttl() + " ms" : "");
      case Txn.Delete delete -> name + " " + shown(delete.path());
      case Txn.SetData set ->
          name + " " + shown(set.path()) + " " + data(set.data()) + " version " + set.version();
      case Txn.Reconfig reconfig -> name + " " + data(reconfig.data());
      case Txn.SetAcl set ->
          name + " " + shown(set.path()) + " " + acl(set.acl()) + " version " + set.version();
      case Txn.Check check -> name + " " + shown(check.path()) + " version " + check.version();
      case Txn.Multi multi ->
          name
              + (multi.failed() ? " (failed, nothing applied) " : " ")
              + multi.parts().stream()
                  .map(TxnText::text)
                  .collect(Collectors.joining("; ", "[", "]"));
    };
  }

  private static String ephemerals(@Nullable List<String> paths) {
    return paths == null
        ? "(ephemerals not listed)"
        : paths.stream().map(TxnText::shown).toList().toString();
  }

  private static String error(int code) {
    ErrorCode known = ErrorCode.of(code);
    return known == null ? Integer.toString(code) : code + " (" + known + ")";
  }

  private static String shown(String text) {
    return Printable.of(text);
  }

  private static String acl(List<Acl> acl) {
    return acl.stream()
        .map(entry -> shown(entry.scheme() + ":" + entry.id()) + ":" + entry.perms())
        .collect(Collectors.joining(","));
  }

  private static String data(byte @Nullable [] data) {
    if (data == null) {
      return "null";
    }
    String text = new String(data, 0, Math.min(data.length, SHOWN_BYTES), StandardCharsets.UTF_8);
    return data.length + " B \"" + shown(text) + (data.length > SHOWN_BYTES ? "…\"" : "\"");
  }

  /** One object. */
  static JsonObject json(ParsedTxn parsed) {
    JsonObject json =
        new JsonObject()
            .zxid("zxid", parsed.header().zxid())
            .put("time", Instant.ofEpochMilli(parsed.header().time()).toString())
            .put("session", "0x" + Long.toHexString(parsed.header().sessionId()))
            .put("cxid", parsed.header().cxid());
    json(json, parsed.txn());
    TxnDigest digest = parsed.digest();
    return digest == null ? json : json.put("digest", Long.toUnsignedString(digest.value()));
  }

  private static JsonObject json(JsonObject json, Txn txn) {
    json.put("op", name(txn.op()));
    return switch (txn) {
      case Txn.CreateSession create -> json.put("timeout", create.timeout());
      case Txn.CloseSession close ->
          close.ephemerals() == null ? json : json.texts("ephemerals", close.ephemerals());
      case Txn.Failed failed -> json.put("error", failed.error());
      case Txn.Create create ->
          json.put("path", create.path())
              .put("data", base64(create.data()))
              .put("acl", aclJson(create.acl()))
              .put("ephemeral", create.ephemeral())
              .put("parentCversion", create.parentCversion())
              .put("ttl", create.ttl());
      case Txn.Delete delete -> json.put("path", delete.path());
      case Txn.SetData set ->
          json.put("path", set.path())
              .put("data", base64(set.data()))
              .put("version", set.version());
      case Txn.Reconfig reconfig -> json.put("data", base64(reconfig.data()));
      case Txn.SetAcl set ->
          json.put("path", set.path()).put("acl", aclJson(set.acl())).put("version", set.version());
      case Txn.Check check -> json.put("path", check.path()).put("version", check.version());
      case Txn.Multi multi ->
          json.put("failed", multi.failed())
              .put(
                  "parts",
                  multi.parts().stream().map(part -> json(new JsonObject(), part)).toList());
    };
  }

  private static List<JsonObject> aclJson(List<Acl> acl) {
    return acl.stream()
        .map(
            entry ->
                new JsonObject()
                    .put("perms", entry.perms())
                    .put("scheme", entry.scheme())
                    .put("id", entry.id()))
        .toList();
  }

  private static @Nullable String base64(byte @Nullable [] data) {
    return data == null ? null : Base64.getEncoder().encodeToString(data);
  }
}
