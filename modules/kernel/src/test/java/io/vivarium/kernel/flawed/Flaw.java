package io.vivarium.kernel.flawed;

import io.vivarium.consensus.standalone.StandaloneConsensusProvider;
import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageProvider;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import io.vivarium.storage.memory.MemoryStorageProvider;
import io.vivarium.transport.tcp.TcpTransportProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Plugins that are sound but for one method, all of them called {@code flawed}. They are in a package of their own, as by that a server
 * tells whose code it is that fails.
 */
public final class Flaw {
  private Flaw() {}

  /** What a method does instead. */
  @FunctionalInterface
  public interface Instead {
    /**
     * Is called in its place.
     *
     * @param sound does what the method should, with the arguments as they are by then
     */
    @Nullable Object happen(Sound sound, @Nullable Object[] arguments) throws Throwable;
  }

  /** What the method should do. */
  @FunctionalInterface
  public interface Sound {
    /** Does it. */
    @Nullable Object happen() throws Throwable;
  }

  /** The same object, but for all methods of one name. */
  public static <T> T in(Class<T> type, T sound, String method, Instead instead) {
    InvocationHandler handler =
        (proxy, called, arguments) -> {
          Sound original =
              () -> {
                try {
                  return called.invoke(sound, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              };
          return called.getName().equals(method)
              ? instead.happen(original, arguments)
              : original.happen();
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** A storage in memory with a flaw. */
  public static StorageProvider storage(UnaryOperator<Storage> flaw) {
    return new FlawedStorage(flaw);
  }

  /** An engine of one server with a flaw. */
  public static ConsensusProvider consensus(UnaryOperator<Consensus> flaw) {
    return new FlawedConsensus(flaw);
  }

  /** A transport on sockets with a flaw. */
  public static TransportProvider transport(UnaryOperator<Transport> flaw) {
    return new FlawedTransport(flaw);
  }

  private record FlawedStorage(UnaryOperator<Storage> flaw) implements StorageProvider {
    @Override
    public String id() {
      return "flawed";
    }

    @Override
    public List<ConfigKey<?>> configKeys() {
      return new MemoryStorageProvider().configKeys();
    }

    @Override
    public Storage create(PluginContext context) throws PluginException {
      return flaw.apply(new MemoryStorageProvider().create(context));
    }
  }

  private record FlawedConsensus(UnaryOperator<Consensus> flaw) implements ConsensusProvider {
    @Override
    public String id() {
      return "flawed";
    }

    @Override
    public Consensus create(PluginContext context) {
      return flaw.apply(new StandaloneConsensusProvider().create(context));
    }
  }

  private record FlawedTransport(UnaryOperator<Transport> flaw) implements TransportProvider {
    @Override
    public String id() {
      return "flawed";
    }

    @Override
    public List<ConfigKey<?>> configKeys() {
      return new TcpTransportProvider().configKeys();
    }

    @Override
    public Transport create(PluginContext context) throws PluginException {
      return flaw.apply(new TcpTransportProvider().create(context));
    }
  }
}
