package io.vivarium.acceptance.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import io.vivarium.acceptance.server.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The beans of a server's process, as an agent on the same machine reaches them, and those that ZooKeeper 3.9.5 had in the same role. */
final class Beans implements AutoCloseable {
  private static final String ALL = "org.apache.ZooKeeperService:*";
  private static final Pattern ATTRIBUTE = Pattern.compile("    (\\w+) : (\\S+)( \\(rw\\))? =.*");
  private static final Pattern OPERATION = Pattern.compile("    op (\\S+) (\\w+)\\[.*");

  private static final Pattern SELF = Pattern.compile("ReplicatedServer_id(\\d)");

  /** Of mechanisms that there are not here; compatibility.md has them. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "CommitProcMaxCommitBatchSize",
          "CommitProcMaxReadBatchSize",
          "ConnectionDecreaseRatio",
          "ConnectionDropDecrease",
          "ConnectionDropIncrease",
          "ConnectionFreezeTime",
          "ConnectionTokenFillCount",
          "ConnectionTokenFillTime",
          "MaxConcurrentDiffSyncs",
          "MaxConcurrentSnapSyncs",
          "ObserverElectionDelayMS",
          "ObserverMasterPacketSizeLimit",
          "RequestStaleConnectionCheck",
          "RequestThrottleDropStale",
          "RequestThrottleStallTime",
          "disableDigest()");

  /** Of those that can be set in ZooKeeper; compatibility.md tells of the others. */
  private static final Set<String> SETTABLE =
      Set.of("MaxClientCnxnsPerHost", "MaxSessionTimeout", "MinSessionTimeout");

  private final JMXConnector connector;

  private Beans(JMXConnector connector) {
    this.connector = connector;
  }

  /** Attaches to a process. */
  @SuppressWarnings("BanJNDI") // of our own server, at an address that it says
  static Beans of(long pid) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      return new Beans(
          JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
    } finally {
      machine.detach();
    }
  }

  MBeanServerConnection connection() throws IOException {
    return connector.getMBeanServerConnection();
  }

  /** The one bean whose name has this in it; waits for it, as beans follow the server once a second. */
  ObjectName find(String part) throws Exception {
    Await.until("a bean has " + part + " in its name", () -> named(part).isPresent());
    return named(part).orElseThrow();
  }

  private Optional<ObjectName> named(String part) throws Exception {
    return names().stream()
        .filter(name -> name.toString().contains(part))
        .min(Comparator.comparingInt(name -> name.toString().length()));
  }

  Set<ObjectName> names() throws Exception {
    return connection().queryNames(new ObjectName(ALL), null);
  }

  /**
   * Names and members of the beans as they are now, without what differs from run to run. A bean of
   * a connection that has ended may go between its name and its members.
   */
  Map<String, Map<String, String>> described() throws Exception {
    Map<String, Map<String, String>> beans = new TreeMap<>();
    for (ObjectName name : names()) {
      try {
        beans.put(shape(name.toString()), members(connection().getMBeanInfo(name)));
      } catch (InstanceNotFoundException gone) {
        passOver(name, gone);
      }
    }
    return beans;
  }

  private static Map<String, String> members(MBeanInfo info) {
    Map<String, String> members = new TreeMap<>();
    for (MBeanAttributeInfo attribute : info.getAttributes()) {
      members.put(
          attribute.getName(), attribute.getType() + (attribute.isWritable() ? " (rw)" : ""));
    }
    for (MBeanOperationInfo operation : info.getOperations()) {
      members.put(operation.getName() + "()", operation.getReturnType());
    }
    return members;
  }

  /** The beans of ZooKeeper, likewise. */
  static Map<String, Map<String, String>> golden(String role) throws Exception {
    Map<String, Map<String, String>> beans = new TreeMap<>();
    Map<String, String> current = new TreeMap<>();
    try (InputStream in = Beans.class.getResourceAsStream(role + "/beans.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        Matcher attribute = ATTRIBUTE.matcher(line);
        Matcher operation = OPERATION.matcher(line);
        if (line.startsWith("org.apache")) {
          current = new TreeMap<>();
          beans.put(shape(line.substring(0, line.indexOf("  ["))), current);
        } else if (attribute.matches()) {
          boolean settable = attribute.group(3) != null && SETTABLE.contains(attribute.group(1));
          current.put(attribute.group(1), attribute.group(2) + (settable ? " (rw)" : ""));
        } else if (operation.matches()) {
          current.put(operation.group(2) + "()", operation.group(1));
        }
      }
    }
    beans.values().forEach(members -> members.keySet().removeAll(LEFT_OUT));
    return beans;
  }

  private static String shape(String name) throws Exception {
    Matcher self = SELF.matcher(name);
    String own = self.find() ? name.replace("replica." + self.group(1), "replica.self") : name;
    return new ObjectName(
            own.replaceAll("id\\d(?=,|$)", "idN")
                .replaceAll("port\\d+", "portN")
                .replaceAll("replica\\.\\d", "replica.other")
                .replaceAll("id:\\d", "id:N")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "address")
                .replaceAll("0x[0-9a-f]+", "session"))
        .getCanonicalName();
  }

  /** Every bean of ZooKeeper is there, with its attributes and operations, and every attribute can be read. */
  void compare(String role) throws Exception {
    Map<String, Map<String, String>> golden = golden(role);
    if (role.equals("observer")) {
      // It was captured without clients; their beans are the same in every role.
      golden("follower")
          .forEach(
              (name, members) -> {
                if (name.contains("Connections")) {
                  golden.put(name.replace("Follower", "Observer"), members);
                }
              });
    }
    Await.until(
        "the beans of " + role + " are those of ZooKeeper, " + golden.keySet(),
        () -> described().keySet().equals(golden.keySet()));
    Map<String, Map<String, String>> ours = described();
    assertEquals(new TreeSet<>(golden.keySet()), new TreeSet<>(ours.keySet()), role);
    golden.forEach((name, members) -> assertEquals(members, ours.get(name), role + " " + name));
    for (ObjectName name : names()) {
      readAll(name);
    }
  }

  private void readAll(ObjectName name) throws Exception {
    try {
      for (MBeanAttributeInfo attribute : connection().getMBeanInfo(name).getAttributes()) {
        connection().getAttribute(name, attribute.getName());
      }
    } catch (InstanceNotFoundException gone) {
      passOver(name, gone);
    }
  }

  /** A bean of a connection may go at any time, any other is missing. */
  private static void passOver(ObjectName name, InstanceNotFoundException gone) {
    assertTrue(name.toString().contains("Connections"), gone::toString);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
