package io.vivarium.codec;

import io.vivarium.model.Acl;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ACL vectors: a count, then perms, scheme and id of each entry. */
final class AclCodec {
  /** Perms and the lengths of two strings. */
  private static final int ENTRY_BYTES = 3 * Integer.BYTES;

  /** {@link Acl#OPEN} as it stands in nearly every create: recognised without making strings. */
  private static final byte[] OPEN_BYTES = bytesOf(Acl.OPEN);

  private AclCodec() {}

  static @Nullable List<Acl> read(JuteReader in) {
    if (in.skipIf(OPEN_BYTES)) {
      return Acl.OPEN;
    }
    int count = in.readCount("acl", ENTRY_BYTES);
    if (count < 0) {
      return null;
    }
    if (count == 0) {
      return List.of();
    }
    Acl[] entries = new Acl[count];
    for (int i = 0; i < count; i++) {
      entries[i] =
          new Acl(in.readInt("acl perms"), in.readString("acl scheme"), in.readString("acl id"));
    }
    return Collections.unmodifiableList(Arrays.asList(entries));
  }

  /** A list as stored: an absent one means that everything is allowed, as ZooKeeper reads it. */
  static List<Acl> readStored(JuteReader in) {
    List<Acl> acl = read(in);
    return acl == null ? Acl.OPEN : acl;
  }

  static void write(@Nullable List<Acl> acl, JuteWriter out) {
    if (acl == null) {
      out.writeInt(-1);
      return;
    }
    int count = acl.size();
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      Acl entry = acl.get(i);
      out.writeInt(entry.perms());
      out.writeString(entry.scheme());
      out.writeString(entry.id());
    }
  }

  private static byte[] bytesOf(List<Acl> acl) {
    JuteWriter out = new JuteWriter(64);
    write(acl, out);
    return out.toByteArray();
  }
}
