package io.vivarium.acceptance.reconfiguration;

import static io.vivarium.acceptance.server.ServerKind.APACHE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.ensemble.EnsembleExtension;
import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.EnsembleState;
import io.vivarium.acceptance.ensemble.EnsembleUnderTest;
import io.vivarium.acceptance.ensemble.Member;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.EventLog;
import io.vivarium.acceptance.server.ServerKind;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers join, change their role and leave while clients are served, through Apache's administrative client. */
@Tag("ensemble")
@ParameterizedClass
@MethodSource("mixes")
class DynamicMembershipTest {
  @RegisterExtension static final EnsembleExtension ENSEMBLES = new EnsembleExtension();

  /** Who the first three servers are, of which the third leads, and who joins them. */
  enum Mix {
    WE_ALONE(us(), us(), us()),
    WE_LEAD(APACHE, APACHE, us()),
    APACHE_LEADS(us(), us(), APACHE);

    private final ServerKind first;
    private final ServerKind second;
    private final ServerKind leader;

    Mix(ServerKind first, ServerKind second, ServerKind leader) {
      this.first = first;
      this.second = second;
      this.leader = leader;
    }

    private static ServerKind us() {
      return ServerKind.selected();
    }

    EnsembleSetup setup() {
      return EnsembleSetup.of(first, second, leader).with("reconfigEnabled", "true");
    }

    /** Of the other kind than the leader. */
    ServerKind joiner() {
      return first;
    }
  }

  @Parameter Mix mix;

  static Stream<Mix> mixes() {
    return EnsembleExtension.brief()
        ? Stream.of(Mix.WE_LEAD, Mix.APACHE_LEADS)
        : Stream.of(Mix.values());
  }

  private EnsembleUnderTest ensemble;
  private ZooKeeperAdmin admin;

  @BeforeEach
  void start() throws Exception {
    ensemble = ENSEMBLES.prepare(mix.setup()).startLedBy(3);
    admin = administrator(ensemble.member(2));
  }

  private ZooKeeperAdmin administrator(Member member) throws Exception {
    EventLog events = new EventLog();
    ZooKeeperAdmin client =
        ENSEMBLES.closing(new ZooKeeperAdmin(member.connectString(), 15_000, events));
    events.awaitConnected();
    client.addAuthInfo("digest", EnsembleState.SUPER_USER.getBytes(UTF_8));
    return client;
  }

  private Member joiner(int id) throws Exception {
    EnsembleSetup one = EnsembleSetup.of(mix.joiner()).with("reconfigEnabled", "true");
    return ensemble.joiner(id, one.members().get(1));
  }

  private static String configuration(ZooKeeper zk) throws Exception {
    return new String(zk.getConfig(false, new Stat()), UTF_8);
  }

  /** Every server says who the members are, and of each what it is. */
  private void awaitConfigured(String... lines) throws Exception {
    for (Member member : ensemble.members()) {
      ZooKeeper zk = ENSEMBLES.session(member.connectString());
      for (String line : lines) {
        Await.until(
            member + " knows " + line + " in:\n" + configuration(zk),
            () -> configuration(zk).contains(line));
      }
    }
  }

  private void write(String path) throws Exception {
    for (Member member : ensemble.members()) {
      ENSEMBLES
          .session(member.connectString())
          .create(path + "-" + member.id(), null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
    EnsembleState.assertSame(ensemble);
  }

  @Test
  @Tag("brief")
  void aServerJoinsAndAnotherLeavesAndThenTheLeaderLeaves() throws Exception {
    Member joiner = joiner(4);
    joiner.launch();
    String joining = ensemble.specification(joiner, "participant");
    Await.until("the joiner follows, without a vote", () -> joiner.is("follower"));
    admin.reconfigure(joining, null, null, -1, new Stat());
    awaitConfigured("server.4=");
    write("/joined");

    admin.reconfigure(null, "1", null, -1, new Stat());
    ensemble.retire(ensemble.member(1));
    assertFalse(configuration(admin).contains("server.1="), configuration(admin));
    write("/left");

    Member leader = ensemble.awaitLeader();
    assertEquals(3, leader.id());
    removeTheLeader();
    ensemble.awaitLeader(ensemble.others(leader));
    ensemble.retire(leader);
    ensemble.awaitServing();
    ZooKeeper zk = ENSEMBLES.session(joiner.connectString());
    zk.sync("/", (rc, path, context) -> {}, null);
    assertFalse(configuration(zk).contains("server.3="), configuration(zk));
    write("/led-by-another");
  }

  /** Every server changes its role with it, so that the connection may break before the answer comes. */
  private void removeTheLeader() throws Exception {
    Await.until(
        "server 3 is no longer a member",
        () -> {
          try {
            admin.reconfigure(null, "3", null, -1, new Stat());
            return true;
          } catch (KeeperException.ConnectionLossException again) {
            return false;
          }
        });
  }

  @Test
  void membershipOutlivesARestartOfAllServers() throws Exception {
    Member joiner = joiner(4);
    joiner.launch();
    Await.until("the joiner follows, without a vote", () -> joiner.is("follower"));
    admin.reconfigure(ensemble.specification(joiner, "participant"), null, null, -1, new Stat());
    admin.reconfigure(null, "1", null, -1, new Stat());
    ensemble.retire(ensemble.member(1));
    ensemble.awaitSameZxid();
    String before = configuration(admin);
    ensemble.members().forEach(Member::kill);
    for (Member member : ensemble.members()) {
      member.launch();
    }
    ensemble.awaitServing();
    for (Member member : ensemble.members()) {
      assertEquals(before, configuration(ENSEMBLES.session(member.connectString())));
    }
    write("/restarted");
  }

  @Test
  void anObserverGetsAVoteAndLosesItAgain() throws Exception {
    Member joiner = joiner(4);
    joiner.launch();
    Await.until("the joiner follows, without a vote", () -> joiner.is("follower"));
    admin.reconfigure(ensemble.specification(joiner, "observer"), null, null, -1, new Stat());
    Await.until("the joiner observes", () -> joiner.is("observer"));
    write("/observed");
    admin.reconfigure(ensemble.specification(joiner, "participant"), null, null, -1, new Stat());
    Await.until("the observer follows", () -> joiner.is("follower"));
    awaitConfigured(ensemble.specification(joiner, "participant"));
    write("/voted");
    admin.reconfigure(ensemble.specification(joiner, "observer"), null, null, -1, new Stat());
    Await.until("it observes again", () -> joiner.is("observer"));
    write("/observed-again");
  }

  @Test
  void aClientThatWatchesTheConfigurationIsTold() throws Exception {
    Member joiner = joiner(4);
    joiner.launch();
    Await.until("the joiner follows, without a vote", () -> joiner.is("follower"));
    for (Member member : ensemble.members()) {
      EventLog events = new EventLog();
      ENSEMBLES.client(member).getConfig(events, new Stat());
      ENSEMBLES.closing(() -> events.awaitEvents("NodeDataChanged /zookeeper/config"));
    }
    admin.reconfigure(ensemble.specification(joiner, "participant"), null, null, -1, new Stat());
    awaitConfigured("server.4=");
  }

  @Test
  void whatCannotBeIsRefused() throws Exception {
    String strangers =
        ensemble.specification(joiner(4), "participant")
            + ","
            + ensemble.specification(joiner(5), "participant");
    assertThrows(
        KeeperException.NewConfigNoQuorum.class,
        () -> admin.reconfigure(strangers, "1,2", null, -1, new Stat()));
    ensemble.retire(ensemble.member(4));
    ensemble.retire(ensemble.member(5));
    assertThrows(
        KeeperException.BadVersionException.class,
        () -> admin.reconfigure(null, "1", null, 77, new Stat()));
    assertThrows(
        KeeperException.BadArgumentsException.class,
        () -> admin.reconfigure("server.9=nonsense", null, null, -1, new Stat()));
    ZooKeeperAdmin nobody =
        ENSEMBLES.closing(
            new ZooKeeperAdmin(ensemble.member(2).connectString(), 15_000, new EventLog()));
    assertThrows(
        KeeperException.NoAuthException.class,
        () -> nobody.reconfigure(null, "1", null, -1, new Stat()));
    write("/untouched");
    assertNotNull(admin.exists("/untouched-1", false));
    assertTrue(configuration(admin).contains("server.1="));
  }
}
