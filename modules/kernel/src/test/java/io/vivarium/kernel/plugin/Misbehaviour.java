package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What a plugin does wrong in a method. */
enum Misbehaviour {
  EXCEPTION,
  LINKAGE_ERROR,
  STACK_OVERFLOW,
  BLOCK,
  NULL;

  /** A place where a plugin hangs, and those that want to know that it does. */
  static final class Trap {
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Thread caught;

    /** Waits until the thread hangs here or has ended, whichever comes first. */
    void await(Thread thread) throws InterruptedException {
      while (thread.isAlive() && !thread.equals(caught)) {
        thread.join(10);
      }
    }

    /** Lets everybody go. */
    void open() {
      opened.countDown();
    }

    private void hang() {
      caught = Thread.currentThread();
      boolean interrupted = false;
      while (opened.getCount() > 0) {
        try {
          opened.await();
        } catch (InterruptedException e) {
          interrupted = true; // a plugin that hears nothing
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Does it; returns only for {@link #NULL}, and when a trap is opened. */
  void happen(Trap trap) throws Exception {
    switch (this) {
      case EXCEPTION -> throw new IllegalStateException("never thought of that");
      case LINKAGE_ERROR -> throw new NoClassDefFoundError("some/Library");
      case STACK_OVERFLOW -> {
        int _ = deeper(0);
      }
      case BLOCK -> trap.hang();
      case NULL -> {}
    }
  }

  private static int deeper(int depth) {
    return depth < 0 ? 0 : 1 + deeper(depth + 1);
  }

  /** What a plugin says that knows what is wrong. */
  static PluginException announced() {
    return new PluginException(FatalReason.DATA_DIRECTORY, "no room; make some", null);
  }
}
