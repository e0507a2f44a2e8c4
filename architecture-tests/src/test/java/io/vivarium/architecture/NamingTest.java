package io.vivarium.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names that say nothing are refused: they collect what nobody found a place for. */
final class NamingTest {
  private static final Set<String> PACKAGES =
      Set.of(
          "common",
          "commons",
          "util",
          "utils",
          "misc",
          "base",
          "impl",
          "internal",
          "helper",
          "helpers");
  private static final Pattern SUFFIX =
      Pattern.compile(".*(Manager|Helper|Helpers|Util|Utils|Impl|Base|Data|Info)");

  /** Operations and packets of ZooKeeper keep their names. */
  private static final Set<String> OF_ZOOKEEPER =
      Set.of("GetData", "SetData", "LearnerInfo", "LeaderInfo");

  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");

  @Test
  void noPackageIsACollectionOfLeftovers() {
    noClasses()
        .should()
        .resideInAnyPackage(
            PACKAGES.stream().map(name -> "io.vivarium.." + name + "..").toArray(String[]::new))
        .check(Product.classes());
  }

  @Test
  void noClassNameEndsInAWordThatSaysNothing() {
    classes()
        .that(DescribedPredicate.describe("have a name", type -> !type.isAnonymousClass()))
        .should(
            new ArchCondition<>("not end in a word that says nothing") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                String name = type.getSimpleName();
                if (SUFFIX.matcher(name).matches() && !OF_ZOOKEEPER.contains(name)) {
                  events.add(
                      SimpleConditionEvent.violated(type, type.getName() + " matches " + SUFFIX));
                }
              }
            })
        .check(Product.classes());
  }

  @Test
  void accessorsAreNamedForWhatTheyReturn() {
    methods()
        .that(
            DescribedPredicate.describe(
                "take nothing and are not inherited", NamingTest::isOwnAccessor))
        .should(
            new ArchCondition<>("not start with get") {
              @Override
              public void check(JavaMethod method, ConditionEvents events) {
                if (GETTER.matcher(method.getName()).matches()) {
                  events.add(SimpleConditionEvent.violated(method, method.getFullName()));
                }
              }
            })
        .check(Product.classes());
  }

  @Test
  void nothingIsAbbreviatedToCnxn() {
    noMembers()
        .should(
            new ArchCondition<>("be named cnxn") {
              @Override
              public void check(JavaMember member, ConditionEvents events) {
                // Keys of zoo.cfg such as maxClientCnxns are strings, not names.
                if (member.getName().toLowerCase(Locale.ROOT).contains("cnxn")) {
                  events.add(SimpleConditionEvent.satisfied(member, member.getFullName()));
                }
              }
            })
        .check(Product.classes());
  }

  private static boolean isOwnAccessor(JavaMethod method) {
    if (!method.getRawParameterTypes().isEmpty()
        || method.getRawReturnType().getName().equals("void")) {
      return false;
    }
    if (Product.belongs(method.getOwner(), Module.PLUGIN_ASSEMBLY)) {
      return false; // What it inherits is Maven's and not at hand here.
    }
    return supertypes(method.getOwner())
        .filter(type -> Module.owning(type.getPackageName()).isEmpty())
        .noneMatch(type -> type.tryGetMethod(method.getName()).isPresent());
  }

  private static Stream<JavaClass> supertypes(JavaClass type) {
    return Stream.of(type.getAllRawSuperclasses(), type.getAllRawInterfaces())
        .flatMap(types -> Arrays.stream(types.toArray(JavaClass[]::new)));
  }
}
