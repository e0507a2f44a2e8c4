package io.vivarium.acceptance.curator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.queue.DistributedPriorityQueue;
import org.apache.curator.framework.recipes.queue.DistributedQueue;
import org.apache.curator.framework.recipes.queue.QueueBuilder;
import org.apache.curator.framework.recipes.queue.QueueConsumer;
import org.apache.curator.framework.recipes.queue.QueueSerializer;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.framework.state.ConnectionState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private static final QueueSerializer<String> TEXT =
      new QueueSerializer<>() {
        @Override
        public byte[] serialize(String item) {
          return item.getBytes(UTF_8);
        }

        @Override
        public String deserialize(byte[] bytes) {
          return new String(bytes, UTF_8);
        }
      };

  private static final class Collecting implements QueueConsumer<String> {
    final List<String> items = new CopyOnWriteArrayList<>();

    @Override
    public void consumeMessage(String message) {
      items.add(message);
    }

    @Override
    public void stateChanged(CuratorFramework client, ConnectionState newState) {
      // the tests look at the items alone
    }
  }

  private CuratorFramework one;
  private CuratorFramework two;

  @BeforeEach
  void connect() throws Exception {
    one = CuratorClients.connect(SERVER);
    two = CuratorClients.connect(SERVER);
  }

  @Test
  void aQueueGivesItemsToOneConsumerInOrder() throws Exception {
    Collecting consumer = new Collecting();
    try (DistributedQueue<String> out =
            QueueBuilder.builder(one, null, TEXT, "/queue").buildQueue();
        DistributedQueue<String> in =
            QueueBuilder.builder(two, consumer, TEXT, "/queue").buildQueue()) {
      out.start();
      in.start();
      List<String> items = IntStream.range(0, 50).mapToObj(i -> "item" + i).toList();
      for (String item : items) {
        out.put(item);
      }
      Await.until("all items are consumed", () -> consumer.items.size() == 50);
      assertEquals(items, consumer.items);
    }
  }

  @Test
  void twoConsumersShareTheItemsAndNoneIsTakenTwice() throws Exception {
    Collecting first = new Collecting();
    Collecting second = new Collecting();
    try (DistributedQueue<String> in1 =
            QueueBuilder.builder(one, first, TEXT, "/shared")
                .lockPath("/shared-lock")
                .buildQueue();
        DistributedQueue<String> in2 =
            QueueBuilder.builder(two, second, TEXT, "/shared")
                .lockPath("/shared-lock")
                .buildQueue()) {
      in1.start();
      in2.start();
      for (int i = 0; i < 50; i++) {
        in1.put("item" + i);
      }
      Await.until("all items are consumed", () -> first.items.size() + second.items.size() >= 50);
      Set<String> all = new TreeSet<>(first.items);
      all.addAll(second.items);
      assertEquals(50, all.size());
      assertEquals(50, first.items.size() + second.items.size());
    }
  }

  @Test
  void aPriorityQueueGivesTheUrgentFirst() throws Exception {
    try (DistributedPriorityQueue<String> out =
        QueueBuilder.builder(one, null, TEXT, "/priority").buildPriorityQueue(0)) {
      out.start();
      out.put("later", 9);
      out.put("soon", 5);
      out.put("now", 1);
      out.flushPuts(10, TimeUnit.SECONDS);
    }
    Collecting consumer = new Collecting();
    try (DistributedPriorityQueue<String> in =
        QueueBuilder.builder(two, consumer, TEXT, "/priority").buildPriorityQueue(0)) {
      in.start();
      Await.until("all items are consumed", () -> consumer.items.size() == 3);
      assertEquals(List.of("now", "soon", "later"), consumer.items);
    }
  }

  @Test
  void aSimpleQueueOffersPeeksAndPolls() throws Exception {
    SimpleDistributedQueue out = new SimpleDistributedQueue(one, "/simple");
    SimpleDistributedQueue in = new SimpleDistributedQueue(two, "/simple");
    out.offer("a".getBytes(UTF_8));
    out.offer("b".getBytes(UTF_8));
    assertArrayEquals("a".getBytes(UTF_8), in.peek());
    assertArrayEquals("a".getBytes(UTF_8), in.take());
    assertArrayEquals("b".getBytes(UTF_8), in.poll(10, TimeUnit.SECONDS));
    assertNull(in.poll(50, TimeUnit.MILLISECONDS));
  }
}
