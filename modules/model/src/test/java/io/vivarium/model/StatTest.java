package io.vivarium.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import org.junit.jupiter.api.Test;

final class StatTest {
  @Test
  void aCopyShowsEveryFigureOfTheViewAtThatMoment() {
    Changing view = new Changing();

    Stat copy = Stat.of(view);
    view.base = 100;

    assertEquals(new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), copy);
    assertEquals(new Stat(101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111), Stat.of(view));
  }

  @Test
  void aCopyOfACopyIsEqual() {
    Stat stat = Stat.of(new Changing());

    assertEquals(stat, Stat.of(stat));
    assertNotSame(stat, Stat.of(stat));
  }

  /** A view whose figures all differ, so that none can stand for another. */
  private static final class Changing implements StatView {
    private int base;

    @Override
    public long czxid() {
      return base + 1L;
    }

    @Override
    public long mzxid() {
      return base + 2L;
    }

    @Override
    public long ctime() {
      return base + 3L;
    }

    @Override
    public long mtime() {
      return base + 4L;
    }

    @Override
    public int version() {
      return base + 5;
    }

    @Override
    public int cversion() {
      return base + 6;
    }

    @Override
    public int aversion() {
      return base + 7;
    }

    @Override
    public long ephemeralOwner() {
      return base + 8L;
    }

    @Override
    public int dataLength() {
      return base + 9;
    }

    @Override
    public int numChildren() {
      return base + 10;
    }

    @Override
    public long pzxid() {
      return base + 11L;
    }
  }
}
