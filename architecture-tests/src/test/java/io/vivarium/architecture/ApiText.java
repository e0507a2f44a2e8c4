package io.vivarium.architecture;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a module promises to those that are compiled against it, as text: each public type of an exported package on a line of its own, what
 * it offers on indented lines below, all in order. What the Java language, the JVM or NullAway would notice is in it; names of
 * parameters and documentation are not.
 */
final class ApiText {
  private static final Set<String> OF_EVERY_OBJECT =
      Set.of("equals(java.lang.Object)", "hashCode()", "toString()");

  private ApiText() {}

  /** The API of a module of the product, a line each. */
  static List<String> of(Module module) {
    Set<String> exported = exportedPackages(module);
    return of(
        Product.classes().stream()
            .filter(type -> exported.contains(type.getPackageName()))
            .<Class<?>>map(type -> load(type.getName()))
            .toList());
  }

  /** The API of these types, as far as others can see them. */
  static List<String> of(List<Class<?>> types) {
    List<Class<?>> visible =
        types.stream()
            .filter(ApiText::visible)
            .sorted((a, b) -> a.getName().compareTo(b.getName()))
            .toList();
    List<String> lines = new ArrayList<>();
    for (Class<?> type : visible) {
      lines.add(header(type));
      members(type).forEach(member -> lines.add("  " + member));
    }
    return lines;
  }

  private static Set<String> exportedPackages(Module module) {
    // Any class of it tells where it is: a directory, or a jar once it has been packaged.
    String any =
        Product.classes().stream()
            .filter(type -> Product.belongs(type, module))
            .findFirst()
            .orElseThrow()
            .getName();
    try {
      Path place = Path.of(load(any).getProtectionDomain().getCodeSource().getLocation().toURI());
      return ModuleFinder.of(place).findAll().stream()
          .map(ModuleReference::descriptor)
          .flatMap(descriptor -> descriptor.exports().stream())
          .filter(exports -> !exports.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ApiText.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean visible(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
      if (each.isAnonymousClass() || each.isLocalClass() || !visible(each.getModifiers())) {
        return false;
      }
    }
    return !type.getName().endsWith("package-info");
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String header(Class<?> type) {
    List<String> words = new ArrayList<>();
    int modifiers = type.getModifiers();
    if (Modifier.isProtected(modifiers)) {
      words.add("protected");
    }
    if (type.isSealed() && !type.isEnum()) {
      words.add("sealed");
    } else if (!type.isInterface() && !type.isEnum() && !type.isRecord()) {
      addIf(words, Modifier.isAbstract(modifiers), "abstract");
      addIf(words, Modifier.isFinal(modifiers), "final");
    }
    words.add(kind(type));
    words.add(type.getName() + typeParameters(type.getTypeParameters()));
    return String.join(" ", words);
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "annotation";
    } else if (type.isInterface()) {
      return "interface";
    } else if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  private static SortedSet<String> members(Class<?> type) {
    SortedSet<String> members = new TreeSet<>();
    Stream.concat(
            Stream.ofNullable(type.getAnnotatedSuperclass())
                .filter(parent -> !Set.of(Object.class, Record.class).contains(raw(parent)))
                .filter(parent -> !type.isEnum()),
            Arrays.stream(type.getAnnotatedInterfaces()))
        .forEach(parent -> members.add("is " + text(parent)));
    if (type.isSealed() && !type.isEnum()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        members.add("permits " + permitted.getName());
      }
    }
    if (type.isRecord()) {
      List<String> components = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        components.add(text(component.getAnnotatedType()) + " " + component.getName());
      }
      members.add("components (" + String.join(", ", components) + ")");
    }
    Arrays.stream(type.getDeclaredFields())
        .filter(field -> visible(field.getModifiers()) && !field.isSynthetic())
        .forEach(field -> members.add(field(field)));
    Arrays.stream(type.getDeclaredConstructors())
        .filter(constructor -> visible(constructor.getModifiers()) && !constructor.isSynthetic())
        .forEach(constructor -> members.add(constructor(constructor)));
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> visible(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> !OF_EVERY_OBJECT.contains(erased(method)))
        .filter(method -> !type.isEnum() || !generatedForEnums(method))
        .forEach(method -> members.add(method(method)));
    return members;
  }

  private static boolean generatedForEnums(Method method) {
    return Set.of("values()", "valueOf(java.lang.String)").contains(erased(method));
  }

  private static String erased(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  private static String field(Field field) {
    if (field.isEnumConstant()) {
      return "constant " + field.getName();
    }
    return access(field.getModifiers(), false)
        + text(field.getAnnotatedType())
        + " "
        + field.getName()
        + inlined(field);
  }

  /** The value of a constant, which compilers copy to where it is used. */
  private static String inlined(Field field) {
    int modifiers = field.getModifiers();
    boolean copied = field.getType().isPrimitive() || field.getType() == String.class;
    if (!copied || !Modifier.isStatic(modifiers) || !Modifier.isFinal(modifiers)) {
      return "";
    }
    try {
      field.setAccessible(true);
      return " = " + field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String constructor(Constructor<?> constructor) {
    return access(constructor.getModifiers(), false) + "new" + signature(constructor);
  }

  private static String method(Method method) {
    String typeParameters = typeParameters(method.getTypeParameters());
    return access(method.getModifiers(), method.isDefault())
        + (typeParameters.isEmpty() ? "" : typeParameters + " ")
        + text(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + signature(method)
        + (method.getDefaultValue() == null ? "" : " with a default");
  }

  private static String access(int modifiers, boolean isDefault) {
    List<String> words = new ArrayList<>();
    addIf(words, Modifier.isProtected(modifiers), "protected");
    addIf(words, Modifier.isStatic(modifiers), "static");
    addIf(words, Modifier.isAbstract(modifiers), "abstract");
    addIf(words, Modifier.isFinal(modifiers), "final");
    addIf(words, isDefault, "default");
    return words.stream().map(word -> word + " ").collect(Collectors.joining());
  }

  private static void addIf(List<String> words, boolean condition, String word) {
    if (condition) {
      words.add(word);
    }
  }

  private static String signature(Executable executable) {
    String parameters =
        Arrays.stream(executable.getAnnotatedParameterTypes())
            .map(ApiText::text)
            .collect(Collectors.joining(", "));
    if (executable.isVarArgs()) {
      parameters = parameters.substring(0, parameters.length() - 2) + "...";
    }
    String thrown =
        Arrays.stream(executable.getExceptionTypes())
            .filter(type -> !RuntimeException.class.isAssignableFrom(type))
            .map(Class::getName)
            .sorted()
            .collect(Collectors.joining(", "));
    return "(" + parameters + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
  }

  private static String typeParameters(TypeVariable<?>[] variables) {
    if (variables.length == 0) {
      return "";
    }
    return Arrays.stream(variables)
        .map(variable -> variable.getName() + bounds(variable))
        .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String bounds(TypeVariable<?> variable) {
    String bounds =
        Arrays.stream(variable.getAnnotatedBounds())
            .map(ApiText::text)
            .collect(Collectors.joining(" & "));
    return bounds.equals("java.lang.Object") ? "" : " extends " + bounds;
  }

  private static Type raw(AnnotatedType type) {
    return type.getType() instanceof ParameterizedType generic
        ? generic.getRawType()
        : type.getType();
  }

  /** A type with what is said about null in it. */
  private static String text(AnnotatedType type) {
    String nullness = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    return switch (type) {
      case AnnotatedArrayType array ->
          text(array.getAnnotatedGenericComponentType())
              + (nullness.isEmpty() ? "" : " " + nullness)
              + "[]";
      case AnnotatedParameterizedType generic ->
          nullness
              + raw(generic).getTypeName()
              + Arrays.stream(generic.getAnnotatedActualTypeArguments())
                  .map(ApiText::text)
                  .collect(Collectors.joining(", ", "<", ">"));
      case AnnotatedWildcardType wildcard -> wildcard(wildcard);
      default -> nullness + type.getType().getTypeName();
    };
  }

  private static String wildcard(AnnotatedWildcardType type) {
    if (type.getAnnotatedLowerBounds().length > 0) {
      return "? super " + text(type.getAnnotatedLowerBounds()[0]);
    }
    String bound = text(type.getAnnotatedUpperBounds()[0]);
    return bound.equals("java.lang.Object") ? "?" : "? extends " + bound;
  }
}
