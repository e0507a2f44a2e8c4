package io.vivarium.spi.tck.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.vivarium.spi.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The suite passes a storage that keeps its promises, and finds each of these that do not, for the right reason. */
final class StorageTckTest {
  @Test
  void aStorageThatKeepsItsPromisesPasses() {
    assertEquals(Map.of(), failures(Sound.class));
  }

  @Test
  void aForceThatForgetsIsFound() {
    assertFinds(ForgetsForce.class, "whatWasForcedSurvivesACrash", "rollForcesAndKeepsEveryRecord");
  }

  @Test
  void aLostTailIsFound() {
    assertFinds(
        LosesTail.class,
        "whatWasForcedSurvivesACrash",
        "whatWasForcedSurvivesManyCrashesWithAppendsInBetween");
  }

  @Test
  void reorderedRecordsAreFound() {
    assertFinds(
        Reorders.class,
        "recordsAreReadInTheOrderInWhichTheyWereAppended",
        "whatWasForcedSurvivesACloseAndAStart");
  }

  @Test
  void tornRecordsAreFound() {
    assertFinds(ReturnsTorn.class, "whatWasNotForcedMayBeLostInACrashButOnlyFromTheEnd");
  }

  @Test
  void unforcedRecordsThatVanishLaterAreFound() {
    assertFinds(ServesUnforced.class, "whatACrashLeftStaysAfterAnotherCrash");
  }

  @Test
  void unforcedRecordsThatAreHiddenButInTheWayAreFound() {
    assertFinds(HidesUnforced.class, "afterACloseTheLogContinuesWhereItsRecordsEnd");
  }

  @Test
  void aRetentionThatRemovesTooMuchIsFound() {
    assertFinds(RetainsTooLittle.class, "everySnapshotThatRemainsCanStillBeRecoveredFrom");
  }

  @Test
  void aTruncationThatComesBackIsFound() {
    assertFinds(ForgetsTruncation.class, "truncatingIsDurable");
  }

  @Test
  void aBufferThatIsKeptInsteadOfCopiedIsFound() {
    assertFinds(KeepsBuffers.class, "appendCopiesSoThatTheBufferCanBeUsedAgain");
  }

  @Test
  void halfSnapshotsAreFound() {
    assertFinds(
        ShowsHalfSnapshots.class,
        "aSnapshotThatWasNotCommittedDoesNotExist",
        "aCrashWhileASnapshotIsWrittenLeavesTheOlderOnes");
  }

  @Test
  void sealsThatAreNotCheckedAreFound() {
    assertFinds(
        ChecksNoSeals.class, "aSealThatIsNotWhereItIsExpectedFails", "aSealBehindTheEndFails");
  }

  @Test
  void aPlaceThatAnybodyMayUseIsFound() {
    assertFinds(Unlocked.class, "aSecondStorageOnTheSamePlaceIsRefused");
  }

  @Test
  void numbersThatAreNotDurableAreFound() {
    assertFinds(ForgetsNumbers.class, "aNumberSurvivesACrash");
  }

  private static void assertFinds(Class<?> broken, String... tests) {
    Map<String, Throwable> failures = failures(broken);
    assertTrue(
        failures.keySet().containsAll(Set.of(tests)),
        () -> broken.getSimpleName() + " failed only in " + failures.keySet());
    for (String test : tests) {
      assertTrue(
          failures.get(test) instanceof AssertionError,
          () -> test + " failed for another reason: " + failures.get(test));
    }
  }

  /** The tests of a suite that fail, and why. */
  private static Map<String, Throwable> failures(Class<?> suite) {
    Map<String, Throwable> failures = new TreeMap<>();
    List<String> run = new ArrayList<>();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.getSource().orElse(null) instanceof MethodSource method) {
              run.add(method.getMethodName());
              result.getThrowable().ifPresent(e -> failures.put(method.getMethodName(), e));
            }
          }
        };
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(suite)).build();
    LauncherFactory.create().execute(request, listener);
    assertTrue(run.size() > 70, "the suite ran " + run.size() + " tests");
    return failures;
  }

  /** A suite on a place of some kind; run by hand, not by the build. */
  abstract static class Suite extends StorageTck {
    private final ModelPlace place;

    Suite(Supplier<ModelPlace> kind) {
      place = kind.get();
    }

    @Override
    protected Storage create() {
      return new ModelStorage(place);
    }

    @Override
    protected void crash(Storage running) {
      place.crash();
    }
  }

  static final class Sound extends Suite {
    Sound() {
      super(ModelPlace::new);
    }
  }

  static final class ForgetsForce extends Suite {
    ForgetsForce() {
      super(
          () ->
              new ModelPlace() {
                @Override
                synchronized void crash() {
                  forced = 0;
                  super.crash();
                }
              });
    }
  }

  static final class LosesTail extends Suite {
    LosesTail() {
      super(
          () ->
              new ModelPlace() {
                @Override
                synchronized void crash() {
                  forced = Math.max(0, forced - 1);
                  super.crash();
                }
              });
    }
  }

  static final class Reorders extends Suite {
    Reorders() {
      super(
          () ->
              new ModelPlace() {
                @Override
                synchronized List<Entry> read(long fromZxid) {
                  List<Entry> entries = new ArrayList<>(super.read(fromZxid));
                  if (entries.size() > 20) {
                    entries.add(entries.remove(10));
                  }
                  return entries;
                }
              });
    }
  }

  static final class ReturnsTorn extends Suite {
    ReturnsTorn() {
      super(
          () ->
              new ModelPlace() {
                @Override
                synchronized void crash() {
                  if (forced < records.size()) {
                    Entry torn = records.get(forced);
                    ByteBuffer half = torn.txn().slice(0, torn.txn().remaining() - 1);
                    records.set(forced++, new Entry(torn.zxid(), half, torn.segment()));
                  }
                  super.crash();
                }
              });
    }
  }

  static final class ServesUnforced extends Suite {
    ServesUnforced() {
      super(
          () ->
              new ModelPlace() {
                private int durable;
                private int crashes;

                @Override
                synchronized void force() {
                  super.force();
                  durable = forced;
                }

                @Override
                synchronized long truncate(long zxid) {
                  long last = super.truncate(zxid);
                  durable = forced;
                  return last;
                }

                @Override
                synchronized void crash() {
                  forced = crashes++ == 0 ? records.size() : Math.min(durable, records.size());
                  super.crash();
                }
              });
    }
  }

  static final class HidesUnforced extends Suite {
    HidesUnforced() {
      super(
          () ->
              new ModelPlace() {
                private boolean closing;

                @Override
                synchronized void release(ModelStorage storage) {
                  closing = true;
                  super.release(storage);
                  closing = false;
                }

                @Override
                void loseUnforced() {
                  if (!closing) {
                    super.loseUnforced();
                  }
                }
              });
    }
  }

  static final class RetainsTooLittle extends Suite {
    RetainsTooLittle() {
      super(
          () ->
              new ModelPlace() {
                @Override
                long neededFrom() {
                  return snapshots.lastKey();
                }
              });
    }
  }

  static final class ForgetsTruncation extends Suite {
    ForgetsTruncation() {
      super(
          () ->
              new ModelPlace() {
                private final List<Entry> before = new ArrayList<>();

                @Override
                synchronized long truncate(long zxid) {
                  before.clear();
                  before.addAll(records);
                  return super.truncate(zxid);
                }

                @Override
                synchronized void crash() {
                  if (!before.isEmpty()) {
                    records.clear();
                    records.addAll(before);
                    forced = records.size();
                  }
                  super.crash();
                }
              });
    }
  }

  static final class KeepsBuffers extends Suite {
    KeepsBuffers() {
      super(
          () ->
              new ModelPlace() {
                @Override
                ByteBuffer copy(ByteBuffer txn) {
                  return txn.slice();
                }
              });
    }
  }

  static final class ShowsHalfSnapshots extends Suite {
    ShowsHalfSnapshots() {
      super(
          () ->
              new ModelPlace() {
                @Override
                synchronized void begin(long zxid) {
                  snapshots.put(zxid, new Snapshot(new byte[0], List.of()));
                }
              });
    }
  }

  static final class ChecksNoSeals extends Suite {
    ChecksNoSeals() {
      super(
          () ->
              new ModelPlace() {
                @Override
                synchronized boolean sealed(Snapshot snapshot, int position, int seal) {
                  return true;
                }
              });
    }
  }

  static final class Unlocked extends Suite {
    Unlocked() {
      super(
          () ->
              new ModelPlace() {
                @Override
                synchronized boolean acquire(ModelStorage storage) {
                  return true;
                }
              });
    }
  }

  static final class ForgetsNumbers extends Suite {
    ForgetsNumbers() {
      super(
          () ->
              new ModelPlace() {
                @Override
                synchronized void crash() {
                  numbers.clear();
                  super.crash();
                }
              });
    }
  }
}
