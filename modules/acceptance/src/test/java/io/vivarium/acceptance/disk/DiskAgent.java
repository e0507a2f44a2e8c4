package io.vivarium.acceptance.disk;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** The agent in the server under test that has {@code FileChannel.force} wait for {@link ForceDelay}. */
public final class DiskAgent implements ClassFileTransformer {
  private static final String CHANNEL = "sun.nio.ch.FileChannelImpl";
  private static final ClassDesc DELAY =
      ClassDesc.of(DiskAgent.class.getPackageName() + ".ForceDelay");

  private DiskAgent() {}

  /** Called by the JVM before {@code main}, with the name of the file that {@link ForceDelay} reads. */
  public static void premain(String file, Instrumentation instrumentation)
      throws ClassNotFoundException, UnmodifiableClassException {
    ForceDelay.readFrom(Path.of(file));
    instrumentation.addTransformer(new DiskAgent(), true);
    instrumentation.retransformClasses(Class.forName(CHANNEL));
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (!name.equals(CHANNEL.replace('.', '/'))) {
      return null;
    }
    ClassFile classes = ClassFile.of();
    return classes.transformClass(
        classes.parse(bytes),
        ClassTransform.transformingMethodBodies(
            method -> method.methodName().equalsString("force"), new DelayFirst()));
  }

  /** Waits before anything else that a method does. */
  static final class DelayFirst implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
      code.invokestatic(DELAY, "await", MethodTypeDesc.of(ConstantDescs.CD_void));
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      code.with(element);
    }
  }
}
