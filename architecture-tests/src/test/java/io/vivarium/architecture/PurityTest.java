package io.vivarium.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The pure modules are functions of their arguments: the same classes run in production and under a simulator that owns time, chance and
 * failure. Nothing here forbids memory that several threads read; it forbids making threads, waiting and asking the world.
 */
final class PurityTest {
  /** What the pure modules may take from packages that are closed to them otherwise. */
  private static final Set<String> ALLOWED =
      Set.of("java.io.IOException", "java.io.UncheckedIOException", "java.io.Serializable");

  private static final Set<String> CLOSED_PACKAGES =
      Set.of(
          "java.io",
          "java.net",
          "java.nio.channels",
          "java.nio.file",
          "java.util.logging",
          "java.util.random",
          "java.lang.foreign",
          "java.lang.management");

  private static final Set<String> CLOSED_TYPES =
      Set.of(
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.lang.ThreadLocal",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Timer",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.CountDownLatch",
          "java.util.concurrent.CyclicBarrier",
          "java.util.concurrent.Exchanger",
          "java.util.concurrent.Executor",
          "java.util.concurrent.ExecutorService",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.Future",
          "java.util.concurrent.Phaser",
          "java.util.concurrent.ScheduledExecutorService",
          "java.util.concurrent.Semaphore",
          "java.util.concurrent.ThreadLocalRandom",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.TimeUnit",
          "java.util.concurrent.locks.LockSupport");

  /** Methods that ask for the time, for chance or for the environment. */
  private static final Set<String> CLOSED_CALLS =
      Set.of(
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.lang.Object.wait",
          "java.lang.Object.notify",
          "java.lang.Object.notifyAll",
          "java.lang.Boolean.getBoolean",
          "java.lang.Integer.getInteger",
          "java.lang.Long.getLong");

  /** All of System but what is a plain function. */
  private static final Set<String> ALLOWED_OF_SYSTEM =
      Set.of("arraycopy", "identityHashCode", "lineSeparator");

  @Test
  void pureModulesTouchNoFilesSocketsThreadsOrClocks() {
    noClasses()
        .that(Product.pure())
        .should()
        .dependOnClassesThat(closed())
        .because("what they need of the world comes in as an argument")
        .check(Product.classes());
  }

  @Test
  void pureModulesAskNeitherForTheTimeNorForChanceNorForTheEnvironment() {
    DescribedPredicate<JavaAccess<?>> asking =
        DescribedPredicate.describe(
            "asks for the time, chance or the environment", PurityTest::asks);

    classes()
        .that(Product.pure())
        .should(not(com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere(asking)))
        .because("every such answer is an argument, so that a replay gets the same one")
        .check(Product.classes());
  }

  @Test
  void modelAndCodecShareNoMemoryBetweenThreads() {
    noClasses()
        .that(Product.in(Module.MODEL))
        .or(Product.in(Module.CODEC))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .because("their values are immutable or belong to one caller")
        .check(Product.classes());
  }

  private static DescribedPredicate<JavaClass> closed() {
    return DescribedPredicate.describe(
        "do I/O, make threads, wait, or know the time",
        type ->
            !ALLOWED.contains(type.getName())
                && (CLOSED_TYPES.contains(type.getName())
                    || CLOSED_PACKAGES.stream()
                        .anyMatch(
                            name ->
                                type.getPackageName().equals(name)
                                    || type.getPackageName().startsWith(name + "."))));
  }

  private static boolean asks(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String method = access.getTarget().getName();
    return (owner.equals("java.lang.System") && !ALLOWED_OF_SYSTEM.contains(method))
        // A hint to the processor while another thread is about to finish: it neither makes a
        // thread nor waits for one.
        || (owner.equals("java.lang.Thread") && !method.equals("onSpinWait"))
        || (owner.startsWith("java.time.") && method.equals("now"))
        || CLOSED_CALLS.contains(owner + "." + method);
  }
}
