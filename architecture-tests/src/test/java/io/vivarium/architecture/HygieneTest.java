package io.vivarium.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Who may end the process, write to the terminal, and look at the environment. */
final class HygieneTest {
  private static final Set<String> EXITS = Set.of("exit", "halt");
  private static final Set<String> PROPERTIES =
      Set.of("getProperty", "getProperties", "setProperty", "getenv", "clearProperty");

  @Test
  void onlyCommandsEndTheProcess() {
    refuse(
        outsideOf(Module::command),
        "end the process",
        access ->
            Set.of("java.lang.System", "java.lang.Runtime").contains(owner(access))
                && EXITS.contains(name(access)));
  }

  @Test
  void onlyCommandsWriteToTheTerminal() {
    refuse(
        outsideOf(Module::command),
        "write to the terminal",
        access ->
            (owner(access).equals("java.lang.System")
                    && Set.of("out", "err", "console").contains(name(access)))
                || name(access).equals("printStackTrace"));
  }

  /** {@code ProcessEnvironment} reports the environment to operators (the words envi and conf), it is not configured by it. */
  @Test
  void onlyTheConfigurationReadsSystemPropertiesAndTheEnvironment() {
    refuse(
        outsideOf(module -> module.command() || module == Module.CONFIG)
            .and(
                DescribedPredicate.describe(
                    "do not report the environment",
                    type ->
                        !type.getSimpleName().equals("ProcessEnvironment")
                            // What the JDK's HTTP server and its TLS can be told by properties
                            // only.
                            && !Set.of("HttpLimits", "JdkDefaults").contains(type.getSimpleName())
                            // For tests of plugins, whose build says where the package is.
                            && !type.getSimpleName().equals("PackedPlugin"))),
        "read system properties or the environment",
        access ->
            (owner(access).equals("java.lang.System") && PROPERTIES.contains(name(access)))
                || Set.of(
                        "java.lang.Boolean.getBoolean",
                        "java.lang.Integer.getInteger",
                        "java.lang.Long.getLong")
                    .contains(owner(access) + "." + name(access)));
  }

  @Test
  void nobodyUsesASecondLoggingApi() {
    noClasses()
        .that(outsideOf(module -> module == Module.LOG_LEVELS))
        .and()
        // Logback makes them and calls them.
        .doNotHaveSimpleName("JsonLines")
        .and()
        .doNotHaveSimpleName("TextLines")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.logging..", "org.apache.commons.logging..", "ch.qos.logback..")
        .check(Product.classes());
  }

  private static void refuse(
      DescribedPredicate<JavaClass> where, String what, Predicate<JavaAccess<?>> access) {
    noClasses()
        .that(where)
        .should(ArchConditions.accessTargetWhere(DescribedPredicate.describe(what, access)))
        .check(Product.classes());
  }

  private static DescribedPredicate<JavaClass> outsideOf(Predicate<Module> exempt) {
    return DescribedPredicate.describe(
        "are not exempt", type -> Module.owning(type.getPackageName()).filter(exempt).isEmpty());
  }

  private static String owner(JavaAccess<?> access) {
    return access.getTargetOwner().getName();
  }

  private static String name(JavaAccess<?> access) {
    return access.getTarget().getName();
  }
}
