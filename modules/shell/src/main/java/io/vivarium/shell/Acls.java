package io.vivarium.shell;

import io.vivarium.model.Acl;
import io.vivarium.model.Perms;
import java.util.ArrayList;
import java.util.List;

/** Access control lists as people write them: {@code scheme:id:perms,…} with perms of {@code cdrwa}. */
final class Acls {
  private static final String LETTERS = "cdrwa";
  private static final int[] BITS = {
    Perms.CREATE, Perms.DELETE, Perms.READ, Perms.WRITE, Perms.ADMIN
  };

  private Acls() {}

  static List<Acl> parse(String text) throws Failure {
    List<Acl> list = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      int first = entry.indexOf(':');
      int last = entry.lastIndexOf(':');
      if (first < 0 || first == last) {
        throw Failure.usage(entry + " does not have the form scheme:id:perm");
      }
      list.add(
          new Acl(
              bits(entry.substring(last + 1)),
              entry.substring(0, first),
              entry.substring(first + 1, last)));
    }
    return list;
  }

  static int bits(String letters) throws Failure {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      int at = LETTERS.indexOf(letter);
      if (at < 0) {
        throw Failure.usage("Unknown perm type: " + letter);
      }
      bits |= BITS[at];
    }
    return bits;
  }

  static String letters(int bits) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < BITS.length; i++) {
      if ((bits & BITS[i]) != 0) {
        letters.append(LETTERS.charAt(i));
      }
    }
    return letters.toString();
  }
}
