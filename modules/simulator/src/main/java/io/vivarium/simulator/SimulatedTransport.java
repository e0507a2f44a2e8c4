package io.vivarium.simulator;

import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The network as one process has it. */
final class SimulatedTransport implements Transport {
  private final Network network;
  private final int machine;
  private final Life life;
  private final SplittableRandom chance;
  private final Set<SimulatedConnection> connections = new LinkedHashSet<>();
  private final Set<InetSocketAddress> bound = new LinkedHashSet<>();

  SimulatedTransport(Network network, int machine, Life life) {
    this.network = network;
    this.machine = machine;
    this.life = life;
    this.chance = network.scheduler().chance();
  }

  int machine() {
    return machine;
  }

  Life life() {
    return life;
  }

  /** Has an I/O thread do something. */
  void soon(Runnable action) {
    network.scheduler().in(chance.nextLong(Network.MICRO, 20 * Network.MICRO), life, action);
  }

  void opened(SimulatedConnection connection) {
    connections.add(connection);
  }

  void closed(SimulatedConnection connection) {
    connections.remove(connection);
  }

  @Override
  public void start() {}

  @Override
  public Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
    if (life.ended()) {
      // It has stopped itself while it started: nothing more comes of it.
      throw new Life.Crash();
    }
    int port = endpoint.port() == 0 ? network.freePort() : endpoint.port();
    InetSocketAddress address = new InetSocketAddress(Network.address(machine), port);
    if (!network.bind(address, new Network.Listening(this, handlers))) {
      throw new BindException("cannot bind " + address + ": somebody listens there");
    }
    bound.add(address);
    return new Port(address);
  }

  @Override
  public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
    InetSocketAddress target;
    try {
      target =
          new InetSocketAddress(
              InetAddress.getByAddress(numbers(String.valueOf(endpoint.host()))), endpoint.port());
    } catch (UnknownHostException e) {
      soon(() -> failed.because(e));
      return;
    }
    network.connect(this, target, new Opening(target, handlers, failed));
  }

  /** Only addresses are known here: a look-up would ask the real network. */
  private static byte[] numbers(String host) throws UnknownHostException {
    String[] parts = host.split("\\.", -1);
    if (parts.length != 4) {
      throw new UnknownHostException(host);
    }
    byte[] bytes = new byte[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        bytes[i] = (byte) Integer.parseInt(parts[i]);
      }
    } catch (NumberFormatException e) {
      throw new UnknownHostException(host);
    }
    return bytes;
  }

  @Override
  public void close() {
    for (InetSocketAddress address : bound) {
      network.unbind(address, this);
    }
    for (SimulatedConnection connection : new ArrayList<>(connections)) {
      connection.close();
    }
  }

  private static HandlerFactory admitted(HandlerFactory handlers) {
    return connection ->
        handlers.admits(connection.peer().remote(), 0) ? handlers.opened(connection) : null;
  }

  private final class Opening implements Network.Attempt {
    private final InetSocketAddress target;
    private final HandlerFactory handlers;
    private final ConnectFailed failed;

    Opening(InetSocketAddress target, HandlerFactory handlers, ConnectFailed failed) {
      this.target = target;
      this.handlers = handlers;
      this.failed = failed;
    }

    @Override
    public void stands(Network.Listening port, long inNanos) {
      Scheduler scheduler = network.scheduler();
      Wire wire = network.join(SimulatedTransport.this, port.transport(), target);
      long standsNanos = scheduler.nowNanos() + inNanos;
      // Nothing arrives at an end before it has a handler.
      wire.opener().outgoing().notBefore(standsNanos);
      wire.taker().outgoing().notBefore(standsNanos);
      scheduler.in(
          inNanos / 2, port.transport().life(), () -> wire.taker().open(admitted(port.handlers())));
      scheduler.in(inNanos, life, () -> wire.opener().open(handlers));
    }

    @Override
    public void fails(String why, long inNanos) {
      network.scheduler().in(inNanos, life, () -> failed.because(new IOException(why)));
    }
  }

  private final class Port implements Listener {
    private final InetSocketAddress address;

    Port(InetSocketAddress address) {
      this.address = address;
    }

    @Override
    public SocketAddress address() {
      return address;
    }

    @Override
    public void accepting(boolean on) {
      throw new UnsupportedOperationException("no server of ours stops accepting for a while");
    }

    @Override
    public void close() {
      bound.remove(address);
      network.unbind(address, SimulatedTransport.this);
    }
  }
}
