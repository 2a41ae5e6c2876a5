package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;

/**
 * The library of EC2 as the build has put it beside the program, for the controller to run with.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SlimEc2LibraryTest {
  private static final String CLIENT = "software.amazon.awssdk.services.ec2.DefaultEc2Client";
  private static final String NOTE = "META-INF/CHANGES.txt";
  private static final Path PUBLISHED = location(Ec2Client.class);
  private static final Path MODULE = Repository.root().resolve("volume-manager");
  private static final Path SLIM =
      MODULE.resolve("target/ebs/lib/cloud").resolve(PUBLISHED.getFileName());

  private static final Set<String> OPERATIONS = operations(Ec2Client.class);

  @TempDir private Path folder;

  @Test
  void itsClientHasTheOperationsThatOurClassesCallAndNoOthers() throws Exception {
    assertThat(calledByOurClasses()).isNotEmpty();

    assertThat(operationsIn(SLIM)).isEqualTo(calledByOurClasses());
  }

  @Test
  void anOperationThatIsCalledReachesEc2() throws Exception {
    HttpServer ec2 =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ec2.createContext(
        "/",
        exchange -> {
          byte[] answer =
              "<R><volumeSet><item><volumeId>vol-1</volumeId></item></volumeSet></R>"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    ec2.start();
    try (URLClassLoader withSlimLibrary = loader(SLIM)) {
      System.setProperty(Asking.ENDPOINT, "http://127.0.0.1:" + ec2.getAddress().getPort());

      assertThat(run(withSlimLibrary, Asking.class)).isEqualTo("[vol-1]");
    } finally {
      System.clearProperty(Asking.ENDPOINT);
      ec2.stop(0);
    }
  }

  @Test
  void anOperationThatNobodyCallsIsNotThere() throws Exception {
    try (URLClassLoader withSlimLibrary = loader(SLIM)) {
      assertThatThrownBy(() -> run(withSlimLibrary, AskingForWhatNobodyCalls.class))
          .isInstanceOf(NoSuchMethodError.class);
    }
  }

  @Test
  void whatItHasIsAsPublishedButForTheClients() throws IOException {
    Map<String, byte[]> published = content(PUBLISHED);
    Map<String, byte[]> slim = content(SLIM);

    assertThat(new String(Objects.requireNonNull(slim.remove(NOTE)), StandardCharsets.UTF_8))
        .contains("was changed", "describeVolumes");
    slim.keySet().removeIf(name -> name.matches(".*/(Default)?Ec2(Async)?Client.class"));
    assertThat(slim).hasSizeLessThan(1_000);
    slim.forEach((name, content) -> assertThat(content).as(name).isEqualTo(published.get(name)));
    published.keySet().removeIf(name -> name.endsWith(".class") || name.endsWith("/"));
    assertThat(slim).containsKeys(published.keySet().toArray(String[]::new));
  }

  /** Whichever class comes to be loaded and verified, all that it names must be there, too. */
  @Test
  void itLacksNoClassThatOneOfItsClassesOrOfOursNames() throws IOException {
    Set<String> published = content(PUBLISHED).keySet();
    Map<String, byte[]> slim = content(SLIM);
    Set<String> named = new TreeSet<>();
    slim.forEach(
        (name, content) -> {
          if (name.endsWith(".class")) {
            named.addAll(classesNamedBy(content));
          }
        });
    new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("example.ebs")
        .forEach(
            type ->
                type.getDirectDependenciesFromSelf()
                    .forEach(each -> named.add(file(each.getTargetClass().getFullName()))));
    named.retainAll(published);

    assertThat(named).isNotEmpty();
    assertThat(slim.keySet()).containsAll(named);
  }

  private static Set<String> classesNamedBy(byte[] content) {
    Set<String> names = new TreeSet<>();
    for (var constant : ClassFile.of().parse(content).constantPool()) {
      if (constant instanceof ClassEntry type) {
        names.add(file(type.asInternalName()));
      }
    }
    return names;
  }

  private static String file(String type) {
    return type.replace('.', '/') + ".class";
  }

  @Test
  void whatAPaginatorAndAMethodReferenceLeadToStays() throws Exception {
    slimFor(Paging.class);

    assertThat(operationsIn(folder.resolve(PUBLISHED.getFileName())))
        .contains("describeSnapshots", "describeImages")
        .doesNotContain("describeHosts");
  }

  @Test
  void whatWaitersAskForStays() throws Exception {
    slimFor(Waiting.class);

    assertThat(operationsIn(folder.resolve(PUBLISHED.getFileName())))
        .contains("describeSnapshots", "describeInstanceStatus")
        .doesNotContain("describeHosts");
  }

  @Test
  void aLibraryThatIsTheSameAlreadyIsNotReplaced() throws Exception {
    Path target = slimFor(Paging.class);
    var earlier = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(target, earlier);

    slimFor(Paging.class);
    assertThat(Files.getLastModifiedTime(target)).isEqualTo(earlier);

    slimFor(Waiting.class);
    assertThat(Files.getLastModifiedTime(target)).isNotEqualTo(earlier);
  }

  /** As the build does, for a class path with a class more. */
  private Path slimFor(Class<?> caller) throws Exception {
    String file = caller.getName().replace('.', '/') + ".class";
    Path copy = folder.resolve(caller.getSimpleName()).resolve(file);
    Files.createDirectories(Objects.requireNonNull(copy.getParent()));
    Files.copy(location(caller).resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
    Path target = folder.resolve(PUBLISHED.getFileName());
    String classPath =
        Stream.concat(
                Stream.of(folder.resolve(caller.getSimpleName())),
                classPath().filter(path -> path.toString().endsWith(".jar")))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    Process build =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-classpath",
                classPath,
                MODULE.resolve("src/build/java/SlimEc2Library.java").toString(),
                target.toString())
            .inheritIO()
            .start();
    assertThat(build.waitFor()).isZero();
    return target;
  }

  private static Set<String> calledByOurClasses() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("example.ebs")
            .stream()
            .flatMap(
                type ->
                    Stream.<JavaAccess<?>>concat(
                        type.getMethodCallsFromSelf().stream(),
                        type.getMethodReferencesFromSelf().stream()))
            .filter(access -> access.getTargetOwner().isEquivalentTo(Ec2Client.class))
            .map(access -> access.getName().replaceFirst("Paginator$", ""))
            .filter(OPERATIONS::contains)
            .collect(Collectors.toSet());
  }

  private static Set<String> operationsIn(Path library) throws Exception {
    try (URLClassLoader loader = loader(library)) {
      return operations(Class.forName(CLIENT, true, loader));
    }
  }

  private static Set<String> operations(Class<?> client) {
    return Stream.of(client.getDeclaredMethods())
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> method.getParameterTypes()[0].getSimpleName().endsWith("Request"))
        .filter(method -> !method.getName().endsWith("Paginator"))
        .filter(method -> !method.isSynthetic())
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  /** Sees the class path of this test, with another library of EC2 before it. */
  private static URLClassLoader loader(Path library) {
    return new URLClassLoader(
        Stream.concat(Stream.of(library), classPath())
            .map(SlimEc2LibraryTest::url)
            .toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  private static Object run(ClassLoader loader, Class<? extends Callable<String>> asking)
      throws Exception {
    Class<?> there = Class.forName(asking.getName(), true, loader);
    return ((Callable<?>) there.getConstructor().newInstance()).call();
  }

  private static Stream<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
  }

  private static Path location(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> content(Path library) throws IOException {
    Map<String, byte[]> content = new HashMap<>();
    try (JarFile jar = new JarFile(library.toFile())) {
      for (var entry : jar.stream().toList()) {
        content.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    return content;
  }

  /** Run by a loader of its own, so what it is told comes by a system property. */
  public static final class Asking implements Callable<String> {
    static final String ENDPOINT = "example.ebs.command.asking.endpoint";

    @Override
    public String call() {
      try (Ec2Client ec2 = open(System.getProperty(ENDPOINT))) {
        return ec2.describeVolumes(all -> {}).volumes().stream()
            .map(volume -> volume.volumeId())
            .toList()
            .toString();
      }
    }

    static Ec2Client open(String endpoint) {
      return Ec2Client.builder()
          .region(Region.US_EAST_1)
          .endpointOverride(URI.create(endpoint))
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .build();
    }
  }

  /** As above. */
  public static final class AskingForWhatNobodyCalls implements Callable<String> {
    @Override
    public String call() {
      try (Ec2Client ec2 = Asking.open("http://127.0.0.1:1")) {
        return ec2.describeHosts(all -> {}).toString();
      }
    }
  }

  static final class Paging {
    final Function<Ec2Client, Object> snapshots = ec2 -> ec2.describeSnapshotsPaginator(all -> {});

    Function<DescribeImagesRequest, DescribeImagesResponse> images(Ec2Client ec2) {
      return ec2::describeImages;
    }
  }

  static final class Waiting {
    Object waiter(Ec2Client ec2) {
      return ec2.waiter();
    }
  }
}
