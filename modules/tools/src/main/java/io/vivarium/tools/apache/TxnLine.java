package io.vivarium.tools.apache;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.TxnCodec;
import io.vivarium.model.Acl;
import io.vivarium.model.OpCode;
import io.vivarium.model.ParsedTxn;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.DateFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A txn as ZooKeeper's toolkit prints it, in parts as its records print themselves: text in a quote, lists in {@code v{}}. */
final class TxnLine {
  private final DateFormat dates =
      DateFormat.getDateTimeInstance(DateFormat.SHORT, DateFormat.LONG);

  /** Without the end of the line. */
  String of(ParsedTxn parsed) {
    TxnHeader header = parsed.header();
    // Since JDK 20 an unbreakable thin blank stands before AM and PM; scripts were written for a
    // blank.
    String date = dates.format(header.time()).replace('\u202f', ' ');
    return date
        + " session 0x"
        + Long.toHexString(header.sessionId())
        + " cxid 0x"
        + Long.toHexString(header.cxid())
        + " zxid 0x"
        + Long.toHexString(header.zxid())
        + " "
        + name(parsed.txn().op())
        + " "
        + fields(parsed.txn());
  }

  private static String name(OpCode op) {
    String[] words = op.name().toLowerCase(Locale.ROOT).split("_", -1);
    String name =
        words[0]
            + Arrays.stream(words)
                .skip(1)
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    return name.replace("createTtl", "createTTL").replace("setAcl", "setACL");
  }

  private static String fields(Txn txn) {
    return switch (txn) {
      case Txn.CreateSession create -> Integer.toString(create.timeout());
      case Txn.CloseSession close -> close.ephemerals() == null ? "" : list(close.ephemerals());
      case Txn.Failed failed -> Integer.toString(failed.error());
      case Txn.Create create -> create(create);
      case Txn.Delete delete -> quoted(delete.path());
      case Txn.SetData set -> set.path() + "," + text(set.data()) + "," + set.version();
      case Txn.Reconfig set -> set.path() + "," + text(set.data()) + "," + set.version();
      case Txn.SetAcl set -> quoted(set.path()) + ",v{" + rows(set.acl()) + "}," + set.version();
      case Txn.Check check -> quoted(check.path()) + "," + check.version();
      case Txn.Multi multi ->
          multi.parts().stream()
              .map(part -> name(part.op()) + ":" + body(part))
              .collect(Collectors.joining(";"));
    };
  }

  private static String create(Txn.Create create) {
    String rows =
        create.acl().stream()
            .map(entry -> row(entry) + "\n")
            .collect(Collectors.joining(", ", "[", "]"));
    String common = create.path() + "," + text(create.data()) + "," + rows;
    String parent = "," + create.parentCversion();
    if (create.op() == OpCode.CREATE_TTL) {
      return common + parent + "," + create.ttl();
    }
    return create.op() == OpCode.CREATE_CONTAINER
        ? common + parent
        : common + "," + create.ephemeral() + parent;
  }

  private static String row(Acl entry) {
    return entry.perms()
        + ",s{"
        + quoted(String.valueOf(entry.scheme()))
        + ","
        + quoted(String.valueOf(entry.id()))
        + "}";
  }

  private static String rows(List<Acl> acl) {
    return acl.stream().map(entry -> "s{" + row(entry) + "}").collect(Collectors.joining(","));
  }

  private static String list(List<String> texts) {
    return texts.stream().map(TxnLine::quoted).collect(Collectors.joining(",", "v{", "}"));
  }

  /** As records quote: what would end a field is written by its number. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\0' -> out.append("%00");
        case '\n' -> out.append("%0A");
        case '\r' -> out.append("%0D");
        case ',' -> out.append("%2C");
        case '}' -> out.append("%7D");
        case '%' -> out.append("%25");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static String text(byte @Nullable [] data) {
    return data == null ? "" : new String(data, StandardCharsets.UTF_8);
  }

  /** The bytes of a part of a multi, taken for text. */
  private static String body(Txn part) {
    JuteWriter bytes = new JuteWriter();
    TxnCodec.encode(new TxnHeader(0, 0, 0, 0), part, null, bytes);
    ByteBuffer body = bytes.view();
    byte[] copy = new byte[body.remaining() - TxnCodec.HEADER_BYTES];
    body.position(body.position() + TxnCodec.HEADER_BYTES).get(copy);
    return new String(copy, StandardCharsets.UTF_8);
  }
}
