package io.vivarium.transport.tls;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * An engine that can be closed while it is computed with. The one behind is locked meanwhile, for seconds where an authority is asked and does
 * not answer: whoever closed it would wait so long, and that is an I/O thread with all its connections. This one is closed when the
 * computing is over. Netty asks for nothing else meanwhile: all the rest is passed on.
 *
 * <p>A native engine, which is locked in the same way, is let go of here when its connection is gone.
 */
final class ClosableEngine extends ForwardingEngine {
  // Guarded by this object.
  private boolean computing;
  private boolean outboundEnded;
  private boolean inboundEnded;
  private boolean released;

  private final Runnable letGo;

  /**
   * The engine is nobody else's from here on.
   *
   * @param letGo gives back what the engine holds that is not Java's
   */
  ClosableEngine(SSLEngine engine, Runnable letGo) {
    super(engine);
    this.letGo = letGo;
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    Runnable task = engine.getDelegatedTask();
    return task == null ? null : () -> compute(task);
  }

  private void compute(Runnable task) {
    begin();
    try {
      task.run();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    computing = true;
  }

  private synchronized void end() {
    computing = false;
    if (outboundEnded) {
      engine.closeOutbound();
    }
    if (inboundEnded) {
      try {
        engine.closeInbound();
      } catch (SSLException e) {
        // That the other end has not taken its leave: it is gone, or is not waited for.
      }
    }
    if (released) {
      letGo.run();
    }
  }

  /** Nobody will ask for anything any more; gives back what is not Java's. At most once. */
  synchronized void release() {
    if (computing) {
      released = true;
    } else {
      letGo.run();
    }
  }

  @Override
  public synchronized void closeOutbound() {
    if (computing) {
      outboundEnded = true;
    } else {
      engine.closeOutbound();
    }
  }

  @Override
  public synchronized void closeInbound() throws SSLException {
    if (computing) {
      inboundEnded = true;
    } else {
      engine.closeInbound();
    }
  }
}
