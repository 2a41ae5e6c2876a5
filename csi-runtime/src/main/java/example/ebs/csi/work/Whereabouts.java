package example.ebs.csi.work;

/**
 * Where a thread is, in words that lead to the system call that it waits in: the call that our code
 * made, and who made it. No call needs to be announced for this, and none can be forgotten.
 */
final class Whereabouts {
  private static final String OURS = "example.ebs.";

  /** In the names of the classes that bind the C library, made while the program runs. */
  private static final String GENERATED = "$jnr$";

  private Whereabouts() {}

  /** Such as {@code MountCalls.umount2, called by LinuxMounts.unmount}. */
  static String of(StackTraceElement[] stack) {
    for (int depth = 0; depth < stack.length; depth++) {
      if (isOurs(stack[depth])) {
        return depth == 0
            ? name(stack[0])
            : name(stack[depth - 1]) + ", called by " + name(stack[depth]);
      }
    }
    return stack.length == 0 ? "no call any more" : name(stack[0]);
  }

  private static boolean isOurs(StackTraceElement frame) {
    return frame.getClassName().startsWith(OURS) && !frame.getClassName().contains(GENERATED);
  }

  private static String name(StackTraceElement frame) {
    String type = frame.getClassName();
    String simple = type.substring(type.lastIndexOf('.') + 1);
    int nested = simple.indexOf('$');
    return (nested > 0 ? simple.substring(0, nested) : simple) + "." + frame.getMethodName();
  }
}
