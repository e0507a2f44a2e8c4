package io.vivarium.acceptance.curator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.acceptance.fixture.ServerExtension;
import io.vivarium.acceptance.server.Await;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.curator.framework.recipes.nodes.GroupMember;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.nodes.PersistentTtlNode;
import org.apache.curator.x.discovery.ServiceCache;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceProvider;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NodeAndGroupTest {
  @RegisterExtension static final ServerExtension SERVER = ServerExtension.standard();

  private CuratorFramework one;
  private CuratorFramework two;

  @BeforeEach
  void connect() throws Exception {
    one = CuratorClients.connect(SERVER);
    two = CuratorClients.connect(SERVER);
  }

  @Test
  void aPersistentNodeComesBackWhenSomeoneDeletesIt() throws Exception {
    try (PersistentNode node =
        new PersistentNode(one, CreateMode.EPHEMERAL, false, "/back", new byte[] {1})) {
      node.start();
      assertTrue(node.waitForInitialCreate(10, TimeUnit.SECONDS));
      two.delete().forPath("/back");
      Await.until("the node is back", () -> two.checkExists().forPath("/back") != null);
    }
    Await.until("the node goes with its owner", () -> two.checkExists().forPath("/back") == null);
  }

  @Test
  void aPersistentTtlNodeIsKeptAlive() throws Exception {
    try (PersistentTtlNode node = new PersistentTtlNode(one, "/ttl", 10_000, new byte[] {7})) {
      node.start();
      assertTrue(node.waitForInitialCreate(10, TimeUnit.SECONDS));
      assertArrayEquals(new byte[] {7}, two.getData().forPath("/ttl"));
    }
  }

  @Test
  void membersOfAGroupSeeEachOther() throws Exception {
    try (GroupMember mine = new GroupMember(one, "/group", "one")) {
      mine.start();
      try (GroupMember yours = new GroupMember(two, "/group", "two")) {
        yours.start();
        Await.until(
            "both are members",
            () -> mine.getCurrentMembers().keySet().equals(Set.of("one", "two")));
        Await.until("both see both", () -> yours.getCurrentMembers().size() == 2);
      }
      Await.until("one is left", () -> mine.getCurrentMembers().keySet().equals(Set.of("one")));
    }
  }

  private static ServiceInstance<Void> instance(String id, int port) throws Exception {
    return ServiceInstance.<Void>builder()
        .name("search")
        .id(id)
        .address("127.0.0.1")
        .port(port)
        .build();
  }

  private static ServiceDiscovery<Void> discovery(CuratorFramework client) throws Exception {
    ServiceDiscovery<Void> discovery =
        ServiceDiscoveryBuilder.builder(Void.class).client(client).basePath("/services").build();
    discovery.start();
    return discovery;
  }

  @Test
  void servicesAreRegisteredFoundAndCached() throws Exception {
    try (ServiceDiscovery<Void> registering = discovery(one);
        ServiceDiscovery<Void> asking = discovery(two);
        ServiceCache<Void> cache = asking.serviceCacheBuilder().name("search").build();
        ServiceProvider<Void> provider =
            asking.serviceProviderBuilder().serviceName("search").build()) {
      cache.start();
      provider.start();
      registering.registerService(instance("a", 1));
      ServiceInstance<Void> second = instance("b", 2);
      registering.registerService(second);
      assertEquals(List.of("search"), List.copyOf(asking.queryForNames()));
      assertEquals(2, asking.queryForInstances("search").size());
      assertEquals(2, asking.queryForInstance("search", "b").getPort());
      Await.until("the cache has both", () -> cache.getInstances().size() == 2);
      Await.until("the provider has one to give", () -> provider.getInstance() != null);
      registering.unregisterService(second);
      Await.until("the cache has one", () -> cache.getInstances().size() == 1);
    }
  }

  @Test
  void aTransactionIsAppliedWholeOrNotAtAll() throws Exception {
    Collection<CuratorTransactionResult> results =
        one.transaction()
            .forOperations(
                one.transactionOp().create().forPath("/tx", "0".getBytes(UTF_8)),
                one.transactionOp().setData().withVersion(0).forPath("/tx", "1".getBytes(UTF_8)),
                one.transactionOp().check().withVersion(1).forPath("/tx"));
    assertEquals(3, results.size());
    assertThrows(
        KeeperException.BadVersionException.class,
        () ->
            one.transaction()
                .forOperations(
                    one.transactionOp().create().forPath("/tx/child"),
                    one.transactionOp().check().withVersion(9).forPath("/tx")));
    assertNull(two.checkExists().forPath("/tx/child"));
  }

  @Test
  void protectedSequentialNodesAndContainersAreCreated() throws Exception {
    String path =
        one.create()
            .creatingParentContainersIfNeeded()
            .withProtection()
            .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
            .forPath("/containers/deep/p-");
    assertNotNull(two.checkExists().forPath(path));
    assertTrue(path.endsWith("p-0000000000"), path);
  }
}
