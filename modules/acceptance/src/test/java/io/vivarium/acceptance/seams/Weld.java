package io.vivarium.acceptance.seams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.MethodRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Rewrites the classes of a server and its plugins as if there were no SPI between them. An interface of the SPI that exactly one class
 * implements is replaced by that class wherever it is named: in fields, parameters, results, casts and calls. A call of the interface
 * becomes a call of the class. Everything else stays as it was compiled.
 */
final class Weld {
  /** Where requests go through. Providers are asked at the start only, and found by the name of their interface. */
  private static final List<String> SEAMS =
      List.of(
          "io/vivarium/spi/transport/",
          "io/vivarium/spi/consensus/",
          "io/vivarium/spi/storage/",
          "io/vivarium/spi/metrics/");

  /** The log has two implementations, one of which counts and stands in front of the other; this one class knows the first. */
  private static final String LOG = "io/vivarium/spi/storage/TxnLog";

  private static final String USER_OF_THE_LOG = "io/vivarium/kernel/pipeline/LogStage";
  private static final String LOG_IN_FRONT = "io/vivarium/kernel/pipeline/MeasuredLog";
  private static final String LOG_BEHIND = "io/vivarium/storage/filelog/FileTxnLog";

  private final Map<String, Shape> shapes = new HashMap<>();
  private final Set<String> lambdas = new HashSet<>();
  private final NavigableMap<String, String> replaced = new TreeMap<>();

  /** What is known of a class before it is rewritten. */
  private record Shape(int access, List<String> parents) {
    boolean concrete() {
      return (access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT)) == 0;
    }

    boolean isInterface() {
      return (access & Opcodes.ACC_INTERFACE) != 0;
    }
  }

  /**
   * Looks at all classes.
   *
   * @param classes every class of the server by its internal name; no other may implement its SPI
   */
  Weld(Map<String, byte[]> classes) {
    classes.values().forEach(bytes -> new ClassReader(bytes).accept(new Survey(), 0));
    for (String seam : shapes.keySet()) {
      List<String> all = implementations(seam);
      if (isSeam(seam) && all.size() == 1 && !lambdas.contains(seam)) {
        replaced.put(seam, all.getFirst());
      }
    }
    if (Set.copyOf(implementations(LOG)).equals(Set.of(LOG_IN_FRONT, LOG_BEHIND))) {
      replaced.put(LOG, LOG_BEHIND);
    }
  }

  private boolean isSeam(String name) {
    Shape shape = shapes.get(name);
    return shape != null
        && shape.isInterface()
        && SEAMS.stream().anyMatch(name::startsWith)
        && !name.endsWith("Provider");
  }

  private List<String> implementations(String seam) {
    List<String> found = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          if (shape.concrete() && descends(name, seam)) {
            found.add(name);
          }
        });
    return found;
  }

  private boolean descends(String name, String from) {
    Shape shape = shapes.get(name);
    return shape != null
        && shape.parents().stream().anyMatch(each -> each.equals(from) || descends(each, from));
  }

  /** Each interface that is gone, and the class in its place. */
  NavigableMap<String, String> replaced() {
    return replaced;
  }

  /** A class as it is without seams. */
  byte[] rewritten(byte[] original) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(0);
    reader.accept(new Rewriter(writer, reader.getClassName()), 0);
    return writer.toByteArray();
  }

  /** What stands for a type in the eyes of a class. */
  private String seenBy(String viewer, String type) {
    boolean inFront = type.equals(LOG) && replaced.containsKey(LOG);
    if (inFront && (viewer.equals(USER_OF_THE_LOG) || viewer.startsWith(USER_OF_THE_LOG + "$"))) {
      return LOG_IN_FRONT;
    }
    return replaced.getOrDefault(type, type);
  }

  private Remapper viewOf(String viewer) {
    return new Remapper(Opcodes.ASM9) {
      @Override
      public String map(String internalName) {
        return seenBy(viewer, internalName);
      }

      @Override
      public Object mapValue(Object value) {
        if (!(value instanceof Handle handle)) {
          return super.mapValue(value);
        }
        String owner = handle.getOwner();
        String seen = map(owner);
        boolean called = handle.getTag() == Opcodes.H_INVOKEINTERFACE && !seen.equals(owner);
        return new Handle(
            called ? Opcodes.H_INVOKEVIRTUAL : handle.getTag(),
            called ? seen : owner,
            handle.getName(),
            described(called ? seen : owner, handle.getDesc()),
            !called && handle.isInterface());
      }
    };
  }

  /** A descriptor of a member, in the eyes of the class that it belongs to. */
  private String described(String owner, String descriptor) {
    Remapper view = viewOf(owner);
    return descriptor.startsWith("(") ? view.mapMethodDesc(descriptor) : view.mapDesc(descriptor);
  }

  /** Notes who implements what, lambdas included. */
  private final class Survey extends ClassVisitor {
    Survey() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      List<String> parents = new ArrayList<>(interfaces == null ? List.of() : List.of(interfaces));
      if (superName != null) {
        parents.add(superName);
      }
      shapes.put(name, new Shape(access, parents));
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInvokeDynamicInsn(
            String method, String type, Handle bootstrap, Object... arguments) {
          if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
            lambdas.add(Type.getReturnType(type).getInternalName());
          }
        }
      };
    }
  }

  /** Names of classes stay, and what a class says that it implements. */
  private final class Rewriter extends ClassRemapper {
    Rewriter(ClassVisitor next, String name) {
      super(Opcodes.ASM9, next, viewOf(name));
      className = name;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      // Who calls a class of another package must see it.
      cv.visit(version, access | Opcodes.ACC_PUBLIC, name, null, superName, interfaces);
    }

    @Override
    public void visitInnerClass(
        String name, @Nullable String outer, @Nullable String inner, int access) {
      cv.visitInnerClass(name, outer, inner, access);
    }

    @Override
    public void visitOuterClass(String owner, @Nullable String name, @Nullable String descriptor) {
      cv.visitOuterClass(
          owner, name, descriptor == null ? null : remapper.mapMethodDesc(descriptor));
    }

    @Override
    public void visitNestHost(String host) {
      cv.visitNestHost(host);
    }

    @Override
    public void visitNestMember(String member) {
      cv.visitNestMember(member);
    }

    @Override
    public void visitPermittedSubclass(String subclass) {
      cv.visitPermittedSubclass(subclass);
    }

    @Override
    protected MethodVisitor createMethodRemapper(MethodVisitor next) {
      return new CallRewriter(next, remapper);
    }
  }

  /** Turns calls of an interface into calls of the class in its place. */
  private final class CallRewriter extends MethodRemapper {
    CallRewriter(MethodVisitor next, Remapper view) {
      super(Opcodes.ASM9, next, view);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      boolean constant = opcode == Opcodes.GETSTATIC;
      mv.visitFieldInsn(
          opcode, constant ? owner : remapper.map(owner), name, described(owner, descriptor));
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      String seen = remapper.mapType(owner);
      if (opcode == Opcodes.INVOKEINTERFACE && !seen.equals(owner)) {
        mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, seen, name, described(seen, descriptor), false);
      } else {
        mv.visitMethodInsn(opcode, owner, name, described(owner, descriptor), ofInterface);
      }
    }
  }
}
