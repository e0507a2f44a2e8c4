package io.vivarium.model.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.ensemble.Membership.Address;
import io.vivarium.model.ensemble.Membership.ClientAddress;
import io.vivarium.model.ensemble.Membership.Member;
import io.vivarium.model.ensemble.Membership.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random memberships survive their text form, and damaged texts are refused or understood, never worse. */
class MembershipRoundTripTest {
  private static final List<String> HOSTS = List.of("zk1", "10.0.0.7", "::1", "2001:db8::a", "h");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsWrittenIsReadTheSame(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Membership membership = membership(random);
      assertEquals(membership, Membership.parse(membership.dynamicText()));
      assertEquals(membership.withVersion(0), Membership.parse(membership.text()));
    }
  }

  @Test
  void aDamagedTextIsRefusedWithAReasonOrReadAsAnother() {
    Random random = new Random(9);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder(membership(random).dynamicText());
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, (char) (' ' + random.nextInt(95)));
        default -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
      }
      try {
        Membership read = Membership.parse(text.toString());
        assertEquals(read, Membership.parse(read.dynamicText()));
      } catch (MalformedFrameException e) {
        refused++;
        assertTrue(String.valueOf(e.getMessage()).startsWith("membership line '"));
      }
    }
    assertTrue(refused > 500, refused + " were refused");
  }

  private static Membership membership(Random random) {
    TreeMap<Long, Member> members = new TreeMap<>();
    TreeMap<Long, Long> weights = new TreeMap<>();
    int count = 1 + random.nextInt(5);
    for (long id = 1; id <= count; id++) {
      members.put(id, member(id, random));
      if (random.nextInt(3) == 0) {
        weights.put(id, (long) random.nextInt(4));
      }
    }
    return new Membership(members, new TreeMap<>(), weights, random.nextLong() & Long.MAX_VALUE);
  }

  private static Member member(long id, Random random) {
    List<Address> addresses = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      String host = HOSTS.get((random.nextInt(2) * 2 + i) % HOSTS.size());
      addresses.add(new Address(host, 1 + random.nextInt(30_000), 30_001 + random.nextInt(30_000)));
    }
    addresses.sort(Comparator.comparing(Address::host));
    Role role = random.nextBoolean() ? Role.PARTICIPANT : Role.OBSERVER;
    ClientAddress client =
        random.nextBoolean() ? new ClientAddress("0.0.0.0", 1 + random.nextInt(65_535)) : null;
    return new Member(id, addresses, role, client);
  }
}
