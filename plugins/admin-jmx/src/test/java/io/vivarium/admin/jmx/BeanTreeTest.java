package io.vivarium.admin.jmx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.tck.admin.FakeAdminHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeanTreeTest {
  private final FakeAdminHost host = new FakeAdminHost();
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final JmxEndpoint endpoint =
      new JmxEndpoint(() -> server, Thread::new, TimeSource.system());

  private void serverIs(String mode, boolean serving, long id, long port) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("mode", mode);
    fields.put("serving", serving);
    fields.put("server_id", id);
    fields.put("client_port", port);
    fields.put("secure_client_port", -1L);
    fields.put("leader_id", 3L);
    fields.put("init_limit", 10L);
    fields.put("sync_limit", 5L);
    fields.put("tick_time", 2000L);
    fields.put("config_version", 4_294_967_296L);
    fields.put("uptime", 7_000L);
    fields.put("last_zxid", "0x1b8");
    fields.put(
        "members",
        mode.equals("standalone")
            ? List.of()
            : List.of(
                member(1, "participant", true),
                member(2, "participant", false),
                member(3, "participant", null),
                member(4, "observer", true)));
    host.on("ensemble", fields);
    host.on(
        "server_stats",
        Map.of(
            "version",
            "3.9.5-x",
            "server_stats",
            Map.of("packets_sent", 18L, "avg_latency", 1.0625, "max_latency", 10L),
            "client_response",
            Map.of("last_buffer_size", 31L),
            "node_count",
            13L));
    host.on("configuration", Map.of("tick_time", 2000L, "max_client_cnxns", 60L));
    host.on("settings", Map.of("max_client_cnxns", 60L, "min_session_timeout", 4_000L));
    host.on("monitor", Map.of("watch_count", 1L, "ephemerals_count", 2L));
    host.on("stat_reset", Map.of());
  }

  private static Map<String, Object> member(long id, String type, Object synced) {
    Map<String, Object> member = new HashMap<>();
    member.put("id", id);
    member.put("learner_type", type);
    member.put("quorum_addresses", List.of("127.0.0.1:2204" + id));
    member.put("election_addresses", List.of("127.0.0.1:2205" + id));
    member.put("client_address", null);
    member.put("synced", synced);
    return member;
  }

  /** All names of ZooKeeper; clients and learners have other ports. */
  @ParameterizedTest
  @CsvSource({"standalone,0", "leader,3", "follower,1", "observer,4"})
  void theNamesAreZooKeepers(String role, long id) throws Exception {
    serverIs(role, true, id, 22_001);
    connected(role);
    endpoint.refresh(host);
    Set<String> names = new TreeSet<>();
    for (ObjectName name : server.queryNames(new ObjectName(BeanTree.DOMAIN + ":*"), null)) {
      names.add(canonical(name.toString()));
    }
    Set<String> golden = new TreeSet<>();
    for (String name : GoldenBeans.of(role).keySet()) {
      golden.add(canonical(name));
    }
    assertEquals(golden, names);
  }

  private static String canonical(String name) throws Exception {
    return new ObjectName(
            name.replaceAll("id\\d(,|$)", "idN$1").replaceAll("127\\.0\\.0\\.1:\\d+", "address"))
        .getCanonicalName();
  }

  /** The clients that ZooKeeper had when it was captured. */
  private void connected(String role) throws IOException {
    List<Map<String, Object>> connections = new ArrayList<>();
    for (String name : GoldenBeans.of(role).keySet()) {
      Matcher session = Pattern.compile(",name\\d=(0x[0-9a-f]+)$").matcher(name);
      if (session.find()) {
        connections.add(connection(Long.decode(session.group(1))));
      }
    }
    assertEquals(role.equals("observer"), connections.isEmpty(), "it was captured without any");
    host.on(
        "connections",
        request -> {
          String one = request.parameters().get("session");
          Map<String, Object> fields = new HashMap<>();
          fields.put(
              "connections",
              connections.stream()
                  .filter(each -> one == null || Long.decode(one).equals(each.get("session_id")))
                  .toList());
          fields.put("secure_connections", List.of());
          return AdminReply.of(fields);
        });
  }

  private static Map<String, Object> connection(long session) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("remote_socket_address", "127.0.0.1:40670");
    fields.put("session_id", session);
    fields.put("session_timeout", 12_000);
    fields.put("established", 1_795_176_254_043L);
    fields.put("packets_received", 618L);
    fields.put("last_operation", "PING");
    fields.put("last_cxid", 0x267L);
    fields.put("last_response_time", 5L);
    fields.put("ephemeral_paths", List.of("/app/live-1", "/app/live-2"));
    return fields;
  }

  /** What there is has the type that it has in ZooKeeper; what agents read is there. */
  @ParameterizedTest
  @CsvSource({"standalone,0", "leader,3", "follower,1", "observer,4"})
  void attributesAndOperationsHaveTheTypesOfZooKeepers(String role, long id) throws Exception {
    serverIs(role, true, id, 22_001);
    connected(role);
    endpoint.refresh(host);
    Map<String, Map<String, String>> golden = new TreeMap<>();
    for (Map.Entry<String, Map<String, String>> bean : GoldenBeans.of(role).entrySet()) {
      golden.put(canonical(bean.getKey()), bean.getValue());
    }
    for (ObjectName name : server.queryNames(new ObjectName(BeanTree.DOMAIN + ":*"), null)) {
      Map<String, String> expected = golden.get(canonical(name.toString()));
      Map<String, String> ours = described(server.getMBeanInfo(name));
      ours.forEach(
          (one, type) ->
              assertTrue(
                  String.valueOf(expected.get(one)).replace(" (rw)", "").equals(type)
                      || type.equals(expected.get(one)),
                  name + " " + one + " is " + type + ", not " + expected.get(one)));
      for (String needed :
          List.of(
              "NumAliveConnections",
              "OutstandingRequests",
              "PacketsReceived",
              "PacketsSent",
              "AvgRequestLatency",
              "MaxRequestLatency",
              "MinRequestLatency",
              "QuorumSize",
              "State",
              "NodeCount",
              "WatchCount",
              "MaxClientCnxnsPerHost",
              "MinSessionTimeout",
              "MaxSessionTimeout",
              "MaxCnxns",
              "JuteMaxBufferSize",
              "SourceIP",
              "EphemeralNodes",
              "LastResponseTime",
              "terminateSession()",
              "terminateConnection()",
              "resetCounters()",
              "resetStatistics()",
              "followerInfo()")) {
        assertEquals(expected.containsKey(needed), ours.containsKey(needed), name + " " + needed);
      }
    }
  }

  private static Map<String, String> described(MBeanInfo info) {
    Map<String, String> described = new TreeMap<>();
    for (MBeanAttributeInfo attribute : info.getAttributes()) {
      described.put(
          attribute.getName(), attribute.getType() + (attribute.isWritable() ? " (rw)" : ""));
    }
    for (MBeanOperationInfo operation : info.getOperations()) {
      described.put(operation.getName() + "()", operation.getReturnType());
    }
    return described;
  }

  @Test
  void valuesComeFromTheCommands() throws Exception {
    serverIs("standalone", true, 0, 22_001);
    endpoint.refresh(host);
    ObjectName name = new ObjectName(BeanTree.DOMAIN + ":name0=StandaloneServer_port22001");
    assertEquals(18L, server.getAttribute(name, "PacketsSent"));
    assertEquals(1.0625, server.getAttribute(name, "AvgRequestLatency"));
    assertEquals("22001", server.getAttribute(name, "ClientPort"));
    assertEquals("", server.getAttribute(name, "SecureClientPort"));
    assertEquals(60, server.getAttribute(name, "MaxClientCnxnsPerHost"));
    assertEquals(
        2, server.getAttributes(name, new String[] {"PacketsSent", "Nothing", "Version"}).size());
    ObjectName tree = new ObjectName(name + ",name1=InMemoryDataTree");
    assertEquals(13, server.getAttribute(tree, "NodeCount"));
    assertEquals("0x1b8", server.getAttribute(tree, "LastZxid"));
    assertEquals(2, server.invoke(tree, "countEphemerals", null, null));
    server.invoke(name, "resetStatistics", null, null);
    assertEquals("stat_reset", host.asked().getLast().command());
  }

  @Test
  void membersTellTheirFiguresByTheirRoles() throws Exception {
    for (String role : List.of("leader", "follower", "observer")) {
      serverIs(role, true, 1, 22_001);
      host.on(
          "monitor",
          Map.of(
              "last_election_time", 295L,
              "last_fsync_time", 2L,
              "pending_revalidations", 4L,
              "last_logged_zxid", 0x2_0000_0442L));
      host.on("settings", Map.of("port_unification", true, "request_throttle_max_requests", 200));
      endpoint.refresh(host);
      String root = BeanTree.DOMAIN + ":name0=ReplicatedServer_id1";
      assertEquals(true, server.getAttribute(new ObjectName(root), "PortUnification"));
      boolean leads = role.equals("leader");
      ObjectName self = new ObjectName(root + ",name1=replica.1");
      assertEquals(leads ? 3 : 0, server.getAttribute(self, "Tick"), role);
      String word = role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1);
      ObjectName bean = new ObjectName(self + ",name2=" + word);
      assertEquals(2L, server.getAttribute(bean, "TxnLogElapsedSyncTime"));
      assertEquals(200, server.getAttribute(bean, "RequestThrottleLimit"));
      Map<String, String> there = described(server.getMBeanInfo(bean));
      assertEquals(!role.equals("observer"), there.containsKey("ElectionTimeTaken"));
      assertEquals(role.equals("observer"), there.containsKey("LearnerMaster"));
      assertEquals(!leads, there.containsKey("PendingRevalidationCount"));
      assertEquals(role.equals("follower"), there.containsKey("LastQueuedZxid"));
    }
    ObjectName observer =
        new ObjectName(
            BeanTree.DOMAIN + ":name0=ReplicatedServer_id1,name1=replica.1,name2=Observer");
    assertEquals("127.0.0.1:22043", server.getAttribute(observer, "LearnerMaster"));
    host.on("settings", Map.of("observer_master_port", 2191));
    assertEquals("-", server.getAttribute(observer, "LearnerMaster"));
    assertEquals(4, server.getAttribute(observer, "PendingRevalidationCount"));
  }

  @Test
  void aFollowerTellsWhatItsLogHas() throws Exception {
    serverIs("follower", true, 1, 22_001);
    endpoint.refresh(host);
    ObjectName follower =
        new ObjectName(
            BeanTree.DOMAIN + ":name0=ReplicatedServer_id1,name1=replica.1,name2=Follower");
    assertEquals(
        "0x1b8", server.getAttribute(follower, "LastQueuedZxid"), "nothing came since its start");
    host.on("monitor", Map.of("last_logged_zxid", 0x2_0000_0442L, "last_election_time", 295L));
    assertEquals("0x200000442", server.getAttribute(follower, "LastQueuedZxid"));
    assertEquals(295L, server.getAttribute(follower, "ElectionTimeTaken"));
  }

  @Test
  void everyAttributeCanBeRead() throws Exception {
    for (String role : List.of("standalone", "leader", "follower", "observer", "looking")) {
      serverIs(role, !role.equals("looking"), 1, 22_001);
      connected("leader");
      endpoint.refresh(host);
      for (ObjectName name : server.queryNames(new ObjectName(BeanTree.DOMAIN + ":*"), null)) {
        for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
          Object value = server.getAttribute(name, attribute.getName());
          String type = attribute.getType();
          String found = value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
          assertTrue(
              type.equals(value.getClass().getName()) || found.startsWith(type),
              name + " " + attribute.getName() + " is a " + found);
        }
      }
    }
  }

  @Test
  void whatIsAllowedIsSet() throws Exception {
    serverIs("standalone", true, 0, 22_001);
    endpoint.refresh(host);
    ObjectName name = new ObjectName(BeanTree.DOMAIN + ":name0=StandaloneServer_port22001");
    host.on("settings", Map.of("max_client_cnxns", 60));
    server.setAttribute(name, new Attribute("MaxClientCnxnsPerHost", 7));
    AdminRequest asked = host.asked().getLast();
    assertEquals(AdminMethod.POST, asked.method());
    assertEquals(Map.of("max_client_cnxns", "7"), asked.parameters());
    host.on("settings", _ -> AdminReply.failed(400, "at least 0"));
    InvalidAttributeValueException refused =
        assertThrows(
            InvalidAttributeValueException.class,
            () -> server.setAttribute(name, new Attribute("MaxClientCnxnsPerHost", -7)));
    assertEquals("at least 0", refused.getMessage());
    assertEquals(
        0,
        server
            .setAttributes(name, new AttributeList(List.of(new Attribute("TickTime", 3))))
            .size());
  }

  @Test
  void aConnectionIsShownAndEnded() throws Exception {
    serverIs("standalone", true, 0, 22_001);
    connected("standalone");
    endpoint.refresh(host);
    ObjectName name =
        server
            .queryNames(new ObjectName(BeanTree.DOMAIN + ":name1=Connections,*"), null)
            .iterator()
            .next();
    String session = name.getKeyProperty("name3");
    assertEquals(session, server.getAttribute(name, "SessionId"));
    assertEquals("127.0.0.1:40670", server.getAttribute(name, "SourceIP"));
    assertEquals(12_000, server.getAttribute(name, "SessionTimeout"));
    assertEquals("0x267", server.getAttribute(name, "LastCxid"));
    assertArrayEquals(
        new String[] {"/app/live-1", "/app/live-2"},
        (String[]) server.getAttribute(name, "EphemeralNodes"));
    host.on("close_session", Map.of());
    server.invoke(name, "terminateSession", null, null);
    assertEquals(Map.of("session", session), host.asked().getLast().parameters());
    host.on("close_connection", _ -> AdminReply.failed(404, "gone"));
    assertThrows(
        RuntimeMBeanException.class, () -> server.invoke(name, "terminateConnection", null, null));
    host.on("connections", Map.of("connections", List.of()));
    assertEquals(0L, server.getAttribute(name, "PacketsSent"), "gone, and not looked at yet");
    endpoint.refresh(host);
    assertFalse(server.isRegistered(name));
  }

  /** It is looked at once a second, and there may be a thousand of them. */
  @Test
  void onlyBeansThatAreNewAreMade() throws Exception {
    for (String role : List.of("standalone", "leader", "follower", "looking")) {
      serverIs(role, !role.equals("looking"), 1, 22_001);
      connected("leader");
      Map<String, DynamicMBean> first = BeanTree.of(host, TimeSource.system(), Map.of());
      Map<String, DynamicMBean> second = BeanTree.of(host, TimeSource.system(), first);
      assertEquals(first.keySet(), second.keySet());
      first.forEach((name, bean) -> assertSame(bean, second.get(name), name));
    }
    serverIs("standalone", true, 1, 22_001);
    host.on("connections", Map.of("connections", List.of()));
    Map<String, DynamicMBean> alone = BeanTree.of(host, TimeSource.system(), Map.of());
    connected("leader");
    Map<String, DynamicMBean> connected = BeanTree.of(host, TimeSource.system(), alone);
    assertTrue(connected.size() > alone.size());
    alone.forEach((name, bean) -> assertSame(bean, connected.get(name), name));
  }

  @Test
  void aLearnerIsDropped() throws Exception {
    serverIs("leader", true, 3, 22_001);
    endpoint.refresh(host);
    ObjectName name =
        server
            .queryNames(new ObjectName(BeanTree.DOMAIN + ":name3=Learner_Connections,*"), null)
            .stream()
            .filter(one -> one.toString().contains("id:4"))
            .findFirst()
            .orElseThrow();
    host.on("drop_learner", Map.of());
    server.invoke(name, "terminateConnection", null, null);
    assertEquals(Map.of("id", "4"), host.asked().getLast().parameters());
  }

  @Test
  void theLeaderTellsWhoFollows() throws Exception {
    serverIs("leader", true, 3, 22_001);
    endpoint.refresh(host);
    ObjectName name =
        new ObjectName(
            BeanTree.DOMAIN + ":name0=ReplicatedServer_id3,name1=replica.3,name2=Leader");
    assertEquals(
        "LearnerHandler sid:1 synced?:true\nLearnerHandler sid:2 synced?:false\n",
        server.invoke(name, "followerInfo", null, null));
    assertEquals(
        "LearnerHandler sid:4 synced?:true\n",
        server.invoke(name, "nonVotingFollowerInfo", null, null));
  }

  @Test
  void beansComeAndGoWithTheRole() throws Exception {
    endpoint.refresh(host);
    assertEquals(0, beans(), "the data has not been read");
    serverIs("looking", false, 1, 22_001);
    endpoint.refresh(host);
    assertEquals(6, beans());
    assertTrue(
        server.isRegistered(
            new ObjectName(
                BeanTree.DOMAIN
                    + ":name0=ReplicatedServer_id1,name1=replica.1,name2=LeaderElection")));
    serverIs("follower", true, 1, 22_001);
    endpoint.refresh(host);
    assertEquals(7, beans());
    endpoint.close();
    assertEquals(0, beans());
    endpoint.refresh(host);
    assertEquals(0, beans(), "nothing comes back after the end");
  }

  @Test
  void aSecondServerInTheProcessLeavesTheFirstAlone() throws Exception {
    serverIs("standalone", true, 0, 22_001);
    endpoint.refresh(host);
    JmxEndpoint second = new JmxEndpoint(() -> server, Thread::new, TimeSource.system());
    second.refresh(host);
    second.close();
    assertEquals(2, beans());
  }

  @Test
  void nothingCanBeSet() throws Exception {
    serverIs("standalone", true, 0, 22_001);
    FigureBean bean = ServerBeans.server(host);
    AttributeNotFoundException refused =
        assertThrows(
            AttributeNotFoundException.class,
            () -> bean.setAttribute(new Attribute("TickTime", 1)));
    assertTrue(String.valueOf(refused.getMessage()).contains("TickTime"));
    assertThrows(AttributeNotFoundException.class, () -> bean.getAttribute("Nothing"));
    assertThrows(ReflectionException.class, () -> bean.invoke("nothing", null, null));
  }

  private int beans() throws IOException {
    try {
      return server.queryNames(new ObjectName(BeanTree.DOMAIN + ":*"), null).size();
    } catch (javax.management.MalformedObjectNameException e) {
      throw new AssertionError(e);
    }
  }
}
