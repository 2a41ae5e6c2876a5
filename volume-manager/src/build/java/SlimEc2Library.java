import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.reflect.AccessFlag;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a copy of the SDK's EC2 library in which the client has only the operations that the class
 * path calls.
 *
 * <p>Before its first use the JVM verifies the client, and loads some 800 request classes to do so.
 * The interface answers an operation that its implementation lacks with an
 * UnsupportedOperationException. Run by Maven in the JVM whose class path it reads; see
 * docs/design/controller-footprint.md.
 */
final class SlimEc2Library {
  private static final String EC2 = "software/amazon/awssdk/services/ec2/";
  private static final Set<String> CLIENTS = Set.of(EC2 + "Ec2Client", EC2 + "DefaultEc2Client");
  private static final String CLIENT = EC2 + "DefaultEc2Client.class";
  private static final String WAITER = EC2 + "waiters/DefaultEc2Waiter.class";
  private static final String NOTE = "META-INF/CHANGES.txt";
  private static final String NOTE_TEXT =
      """
      This library was changed when ebs.example was put together (SlimEc2Library):
      %s has no operations but %s.
      All other files are as they were published.
      """;

  private SlimEc2Library() {}

  /** The argument is the file to write, a copy of the library of that name on the class path. */
  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    Set<String> named = new TreeSet<>();
    Optional<Path> library = Optional.empty();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (path.getFileName().equals(target.getFileName())) {
        library = Optional.of(path);
      } else if (Files.exists(path)) {
        named.addAll(calledBy(path));
      }
    }
    if (library.isEmpty()) {
      throw new IllegalArgumentException(
          "wanted %s on the class path, and it is not there: is awssdk.version what Maven chose?"
              .formatted(target.getFileName()));
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path copy = Files.copy(library.get(), Path.of(target + ".new"), REPLACE_EXISTING);
    try (FileSystem jar = FileSystems.newFileSystem(copy)) {
      slim(jar, named);
    }
    // The launcher makes its start cache anew when a jar is newer than it.
    if (Files.exists(target) && Files.mismatch(copy, target) == -1) {
      Files.delete(copy);
    } else {
      Files.move(copy, target, REPLACE_EXISTING);
    }
  }

  private static void slim(FileSystem jar, Set<String> named) throws IOException {
    Set<String> called = new TreeSet<>(named);
    if (named.contains("waiter")) {
      called.addAll(calledBy(Files.readAllBytes(jar.getPath(WAITER))));
    }
    // A paginator calls the operation that it is named for.
    named.forEach(name -> called.add(name.replaceFirst("Paginator$", "")));
    ClassFile format = ClassFile.of(ConstantPoolSharingOption.NEW_POOL);
    ClassModel client = format.parse(Files.readAllBytes(jar.getPath(CLIENT)));
    String kept =
        client.methods().stream()
            .flatMap(method -> operation(method).stream())
            .filter(called::contains)
            .collect(Collectors.joining(", "));
    ClassTransform dropping =
        ClassTransform.dropping(
            element -> operation(element).filter(name -> !called.contains(name)).isPresent());
    FileTime published = Files.getLastModifiedTime(jar.getPath(CLIENT));
    write(jar.getPath(CLIENT), format.transformClass(client, dropping), published);
    write(jar.getPath(NOTE), NOTE_TEXT.formatted(CLIENT, kept).getBytes(UTF_8), published);
  }

  /** The same input must lead to the same file, so what is written bears no time of its own. */
  private static void write(Path file, byte[] content, FileTime time) throws IOException {
    Files.write(file, content);
    Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, time, time);
  }

  /** The name of the operation whose method a part of the client is, if it is one's. */
  private static Optional<String> operation(ClassElement element) {
    return element instanceof MethodModel method
            && method.flags().has(AccessFlag.PUBLIC)
            && method.methodType().stringValue().matches("\\(L[^;]*Request;\\).*")
        ? Optional.of(method.methodName().stringValue())
        : Optional.empty();
  }

  private static Set<String> calledBy(Path jarOrFolder) {
    try {
      if (Files.isDirectory(jarOrFolder)) {
        return calledBeneath(jarOrFolder);
      }
      try (FileSystem jar = FileSystems.newFileSystem(jarOrFolder)) {
        return calledBeneath(jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("while looking for calls of EC2 in " + jarOrFolder, e);
    }
  }

  private static Set<String> calledBeneath(Path folder) throws IOException {
    Set<String> called = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".class")) {
          called.addAll(calledBy(Files.readAllBytes(file)));
        }
      }
    }
    return called;
  }

  /**
   * The client's methods that a class names in its constants, as it does for a call and for a
   * method reference.
   */
  private static Set<String> calledBy(byte[] type) {
    Set<String> called = new TreeSet<>();
    // Few classes know EC2, and only these are worth parsing.
    if (new String(type, ISO_8859_1).contains(EC2)) {
      for (var constant : ClassFile.of().parse(type).constantPool()) {
        if (constant instanceof MemberRefEntry member
            && CLIENTS.contains(member.owner().asInternalName())) {
          called.add(member.name().stringValue());
        }
      }
    }
    return called;
  }
}
