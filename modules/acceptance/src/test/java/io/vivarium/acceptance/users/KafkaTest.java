package io.vivarium.acceptance.users;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import io.vivarium.acceptance.server.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kafka 3.9 in ZooKeeper mode: a broker that registers, elects itself controller, keeps topics and settings, and comes back. */
class KafkaTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern ENDPOINT =
      Pattern.compile("\"endpoints\":\\[\"PLAINTEXT://(127\\.0\\.0\\.1:\\d+)\"\\]");
  private static final String TOPICS = "org.apache.kafka.tools.TopicCommand";
  private static final String TOPIC = "/kafka/brokers/topics/t1";
  private static final String BROKER = "/kafka/brokers/ids/0";

  /** The producer sends some of these; which, it chooses. */
  private static final List<String> MESSAGES =
      List.of("first of all", "{\"second\": 2}", "and a third");

  @TempDir Path home;

  private Product kafka;
  private ServerProcess broker;

  @BeforeEach
  void fetch() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path logging = Product.definition("kafka").resolve("log4j.properties");
    List<String> options = List.of("-Xmx384m", "-Dlog4j.configuration=file:" + logging);
    kafka = Product.fetch("kafka", java, options, home);
  }

  @AfterEach
  void killBroker() {
    if (broker != null) {
      broker.kill();
    }
  }

  @Test
  void aBrokerKeepsItsClusterHere() throws Exception {
    ZooKeeper zk = SERVER.client();
    Path properties = writeProperties();

    String address = startBroker("broker-1", properties, zk);
    createTopic(address, zk);
    produceThree(address);
    List<String> consumed = consumeThree("consume", address);
    alterUser(zk);
    long session = registration(zk).getEphemeralOwner();
    stopBroker();
    assertNull(registration(zk), "the broker took its registration with it");

    String again = startBroker("broker-2", properties, zk);
    assertNotEquals(session, registration(zk).getEphemeralOwner());
    assertEquals(consumed, consumeThree("consume-again", again), "each message is still there");
    kafka.run("delete", TOPICS, "--bootstrap-server", again, "--delete", "--topic", "t1");
    Await.until("the topic goes", LIMIT, () -> zk.exists(TOPIC, false) == null);
    stopBroker();
  }

  private void createTopic(String address, ZooKeeper zk) throws Exception {
    kafka.run(
        "create",
        TOPICS,
        "--bootstrap-server",
        address,
        "--create",
        "--topic",
        "t1",
        "--partitions",
        "3",
        "--replication-factor",
        "1");
    List<String> partitions = zk.getChildren(TOPIC + "/partitions", false);
    assertEquals(Set.of("0", "1", "2"), Set.copyOf(partitions));
  }

  private void produceThree(String address) throws Exception {
    Path messages = Files.writeString(home.resolve("messages"), String.join("\n", MESSAGES) + "\n");
    kafka.run(
        "produce",
        "org.apache.kafka.tools.ProducerPerformance",
        "--topic",
        "t1",
        "--num-records",
        "3",
        "--payload-file",
        messages.toString(),
        "--throughput",
        "-1",
        "--producer-props",
        "bootstrap.servers=" + address);
  }

  /** A command of Kafka's that is a client of ours, not of the broker's. */
  private void alterUser(ZooKeeper zk) throws Exception {
    kafka.run(
        "configure",
        "kafka.admin.ConfigCommand",
        "--zookeeper",
        SERVER.connectString() + "/kafka",
        "--alter",
        "--add-config",
        "SCRAM-SHA-256=[password=x]",
        "--entity-type",
        "users",
        "--entity-name",
        "bob");
    String settings = new String(zk.getData("/kafka/config/users/bob", false, null), UTF_8);
    assertTrue(settings.contains("SCRAM-SHA-256"), settings);
  }

  private void stopBroker() throws Exception {
    broker.terminate();
    assertFalse(broker.log().contains(" ERROR "), broker::log);
  }

  private Path writeProperties() throws Exception {
    return Files.writeString(
        home.resolve("server.properties"),
        """
        broker.id=0
        listeners=PLAINTEXT://127.0.0.1:0
        zookeeper.connect=%s/kafka
        log.dirs=%s
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        offsets.topic.num.partitions=4
        group.initial.rebalance.delay.ms=0
        """
            .formatted(SERVER.connectString(), home.resolve("kafka-logs")));
  }

  /** Starts the broker and returns the address that it registers once it serves. */
  private String startBroker(String label, Path properties, ZooKeeper zk) throws Exception {
    broker = kafka.start(label, "kafka.Kafka", properties.toString());
    Await.until(
        "the broker starts",
        LIMIT,
        () -> {
          assertTrue(broker.alive(), broker::log);
          return broker.log().contains("[KafkaServer id=0] started");
        });
    Matcher endpoint = ENDPOINT.matcher(new String(zk.getData(BROKER, false, null), UTF_8));
    assertTrue(endpoint.find(), "the broker's registration names its address");
    return endpoint.group(1);
  }

  private static @Nullable Stat registration(ZooKeeper zk) throws Exception {
    return zk.exists(BROKER, false);
  }

  /** The messages, in the order of their text: partitions have none among them. */
  private List<String> consumeThree(String label, String address) throws Exception {
    String printed =
        kafka.run(
            label,
            "org.apache.kafka.tools.consumer.ConsoleConsumer",
            "--bootstrap-server",
            address,
            "--topic",
            "t1",
            "--from-beginning",
            "--max-messages",
            "3",
            "--group",
            label,
            "--timeout-ms",
            "120000");
    assertTrue(printed.contains("Processed a total of 3 messages"), printed);
    List<String> messages = printed.lines().filter(MESSAGES::contains).sorted().toList();
    assertEquals(3, messages.size(), printed);
    return messages;
  }
}
