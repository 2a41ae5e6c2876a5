import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a copy of the SDK's EC2 library that has the operations which the class path calls, and of
 * all other classes those that are named by one that stays.
 *
 * <p>Before its first use the JVM verifies the client, and loads some 800 request classes to do so;
 * and what nobody can come to is five sixths of the library. Run by Maven in the JVM whose class
 * path it reads; see docs/design/footprint.md.
 */
final class SlimEc2Library {
  private static final String EC2 = "software/amazon/awssdk/services/ec2/";
  private static final Set<String> CLIENTS =
      Set.of(
          EC2 + "Ec2Client",
          EC2 + "DefaultEc2Client",
          EC2 + "Ec2AsyncClient",
          EC2 + "DefaultEc2AsyncClient");
  private static final String WAITER = EC2 + "waiters/DefaultEc2Waiter";

  /** A class by its name in a class file, or as a program or a list of services writes it. */
  private static final Pattern NAME =
      Pattern.compile("software[/.]amazon[/.]awssdk[/.]services[/.]ec2[/.][A-Za-z0-9_/.$]+");

  /** The first that a zip file can tell. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final String NOTE = "META-INF/CHANGES.txt";
  private static final String NOTE_TEXT =
      """
      This library was changed when ebs.example was put together (SlimEc2Library):
      its clients have no operations but %s;
      of its classes only those are there that these lead to.
      All other files are as they were published.
      """;

  private SlimEc2Library() {}

  /** The argument is the file to write, a copy of the library of that name on the class path. */
  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    Uses uses = new Uses(new TreeSet<>(), new TreeSet<>());
    Optional<Path> library = Optional.empty();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (path.getFileName().equals(target.getFileName())) {
        library = Optional.of(path);
      } else if (Files.exists(path)) {
        addUses(path, uses);
      }
    }
    if (library.isEmpty()) {
      throw new IllegalArgumentException(
          "wanted %s on the class path, and it is not there: is awssdk.version what Maven chose?"
              .formatted(target.getFileName()));
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path copy = Path.of(target + ".new");
    try (FileSystem published = FileSystems.newFileSystem(library.get())) {
      write(copy, slim(published, uses));
    }
    // The launcher makes its start cache anew when a jar is newer than it.
    if (Files.exists(target) && Files.mismatch(copy, target) == -1) {
      Files.delete(copy);
    } else {
      Files.move(copy, target, REPLACE_EXISTING);
    }
  }

  /**
   * What a class path uses of the library.
   *
   * @param called methods of its clients, by name
   * @param named classes, by their names in class files
   */
  private record Uses(Set<String> called, Set<String> named) {}

  /** The files of the slim library, by their names. */
  private static Map<String, byte[]> slim(FileSystem published, Uses uses) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(published.getPath("/"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        all.put(file.toString().substring(1), Files.readAllBytes(file));
      }
    }
    Set<String> called = new TreeSet<>(uses.called());
    if (called.contains("waiter")) {
      called.addAll(calledBy(all.get(WAITER + ".class")));
    }
    // A paginator calls the operation that it is named for.
    uses.called().forEach(name -> called.add(name.replaceFirst("Paginator$", "")));
    Set<String> operations = operations(all.get(EC2 + "Ec2Client.class"));
    CLIENTS.forEach(
        client ->
            all.computeIfPresent(
                client + ".class", (_, content) -> without(content, operations, called)));
    Map<String, byte[]> kept = reachable(all, uses.named());
    operations.retainAll(called);
    kept.put(NOTE, NOTE_TEXT.formatted(String.join(", ", operations)).getBytes(UTF_8));
    return kept;
  }

  /** The names of the client's methods that lead to EC2: operations, their pages, and waiters. */
  private static Set<String> operations(byte[] client) {
    Set<String> names = new TreeSet<>(Set.of("waiter"));
    for (MethodModel method : ClassFile.of().parse(client).methods()) {
      if (method.methodType().stringValue().matches("\\(L[^;]*Request;\\).*")) {
        names.add(method.methodName().stringValue());
      }
    }
    return names;
  }

  /** A client without the operations that are not called, also where it only mentions a class. */
  private static byte[] without(byte[] client, Set<String> operations, Set<String> called) {
    ClassTransform dropping =
        ClassTransform.dropping(
            element ->
                element instanceof MethodModel method
                    && operations.contains(method.methodName().stringValue())
                    && !called.contains(method.methodName().stringValue()));
    Set<String> left =
        namedBy(
            transformed(
                client,
                dropping.andThen(
                    ClassTransform.dropping(InnerClassesAttribute.class::isInstance))));
    return transformed(
        client,
        dropping.andThen(
            (to, element) -> {
              if (element instanceof InnerClassesAttribute mentioned) {
                to.with(
                    InnerClassesAttribute.of(
                        mentioned.classes().stream()
                            .filter(
                                each ->
                                    !each.innerClass().asInternalName().startsWith(EC2)
                                        || left.contains(each.innerClass().asInternalName()))
                            .toList()));
              } else {
                to.with(element);
              }
            }));
  }

  private static byte[] transformed(byte[] type, ClassTransform transform) {
    ClassFile format = ClassFile.of(ConstantPoolSharingOption.NEW_POOL);
    return format.transformClass(format.parse(type), transform);
  }

  /** All files that are no class, and the classes that these and the roots lead to. */
  private static Map<String, byte[]> reachable(Map<String, byte[]> all, Set<String> roots) {
    Map<String, byte[]> kept = new TreeMap<>();
    Set<String> next = new TreeSet<>(roots);
    all.forEach(
        (name, content) -> {
          if (!name.endsWith(".class")) {
            kept.put(name, content);
            next.addAll(namedBy(content));
          }
        });
    while (!next.isEmpty()) {
      Set<String> found = new TreeSet<>();
      for (String type : next) {
        byte[] content = all.get(type + ".class");
        if (content != null && kept.put(type + ".class", content) == null) {
          found.addAll(namedBy(content));
        }
      }
      next.clear();
      next.addAll(found);
    }
    return kept;
  }

  /** The library's classes that a file names, in whichever way. */
  private static Set<String> namedBy(byte[] content) {
    return NAME.matcher(new String(content, ISO_8859_1))
        .results()
        .map(found -> found.group().replace('.', '/'))
        .collect(Collectors.toSet());
  }

  /** The same input must lead to the same file, so what is written bears no time of its own. */
  private static void write(Path jar, Map<String, byte[]> files) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
  }

  private static void addUses(Path jarOrFolder, Uses uses) {
    try {
      if (Files.isDirectory(jarOrFolder)) {
        addUsesBeneath(jarOrFolder, uses);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(jarOrFolder)) {
          addUsesBeneath(jar.getPath("/"), uses);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("while looking for uses of EC2 in " + jarOrFolder, e);
    }
  }

  private static void addUsesBeneath(Path folder, Uses uses) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".class")) {
          byte[] type = Files.readAllBytes(file);
          uses.named().addAll(namedBy(type));
          uses.called().addAll(calledBy(type));
        }
      }
    }
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
