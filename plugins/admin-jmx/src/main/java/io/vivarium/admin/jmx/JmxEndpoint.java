package io.vivarium.admin.jmx;

import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminHost;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the beans of a server registered. Names tell what the server is to its ensemble, so it is looked at once a second, and beans
 * come and go with its role.
 */
final class JmxEndpoint implements AdminEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(JmxEndpoint.class);

  private static final long LOOK_SECONDS = 1;

  private final Supplier<MBeanServer> server;
  private final ThreadFactory threads;
  private final TimeSource time;
  private final Map<String, ObjectName> registered = new HashMap<>();

  /** Those of the last look. */
  private Map<String, DynamicMBean> beans = Map.of();

  private @Nullable AdminHost host;
  private @Nullable ScheduledThreadPoolExecutor looking;
  private boolean closed;

  /**
   * @param server asked on the endpoint's own thread, and not before the first look: that of Java takes a tenth of a second to come into
   *     being, for which a server that starts need not wait
   */
  JmxEndpoint(Supplier<MBeanServer> server, ThreadFactory threads, TimeSource time) {
    this.server = server;
    this.time = time;
    this.threads = threads;
  }

  @Override
  public void attach(AdminHost toAsk) {
    host = toAsk;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // what a look throws is logged where it is thrown
  public void start() {
    AdminHost attached = host;
    if (attached == null) {
      throw new IllegalStateException("started without a server to ask");
    }
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
    looking = timer;
    // Not at once: a server that starts has nothing to show yet, and needs the processors itself.
    timer.scheduleWithFixedDelay(
        () -> look(attached), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void look(AdminHost attached) {
    try {
      refresh(attached);
    } catch (RuntimeException e) {
      LOG.debug("The beans were not looked at", e);
    }
  }

  /** Registers the beans that the server has now, and no others. */
  synchronized void refresh(AdminHost attached) {
    if (closed) {
      return;
    }
    Map<String, DynamicMBean> wanted = BeanTree.of(attached, time, beans);
    beans = wanted;
    registered.keySet().stream()
        .filter(name -> !wanted.containsKey(name))
        .toList()
        .forEach(this::unregister);
    wanted.forEach(
        (name, bean) -> {
          if (!registered.containsKey(name)) {
            register(name, bean);
          }
        });
  }

  private void register(String name, DynamicMBean bean) {
    try {
      ObjectName objectName = new ObjectName(name);
      server.get().registerMBean(bean, objectName);
      registered.put(name, objectName);
    } catch (InstanceAlreadyExistsException e) {
      LOG.debug("Another server in this process has the bean {}", name);
    } catch (JMException e) {
      LOG.warn("The bean {} cannot be registered: {}", name, e.toString());
    }
  }

  private void unregister(String name) {
    ObjectName objectName = registered.remove(name);
    try {
      if (objectName != null) {
        server.get().unregisterMBean(objectName);
      }
    } catch (JMException e) {
      LOG.debug("The bean {} was gone", name, e);
    }
  }

  @Override
  public void close() {
    ScheduledThreadPoolExecutor timer = looking;
    if (timer != null) {
      timer.shutdownNow();
    }
    synchronized (this) {
      closed = true;
      registered.keySet().stream().toList().forEach(this::unregister);
    }
  }
}
