package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * The library of EC2 as the build has put it beside the program, for the controller to run with.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SlimEc2LibraryTest {
  private static final String NOTE = "META-INF/CHANGES.txt";
  private static final Path SLIM =
      Ec2Library.MODULE.resolve("target/ebs/lib/cloud").resolve(Ec2Library.PUBLISHED.getFileName());

  private static final Set<String> OPERATIONS = Ec2Library.operations(Ec2Client.class);

  @Test
  void itsClientHasTheOperationsThatOurClassesCallAndNoOthers() throws Exception {
    assertThat(calledByOurClasses()).isNotEmpty();

    assertThat(Ec2Library.operationsIn(SLIM)).isEqualTo(calledByOurClasses());
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
    try (URLClassLoader withSlimLibrary = Ec2Library.loader(SLIM)) {
      System.setProperty(Asking.ENDPOINT, "http://127.0.0.1:" + ec2.getAddress().getPort());

      assertThat(run(withSlimLibrary, Asking.class)).isEqualTo("[vol-1]");
    } finally {
      System.clearProperty(Asking.ENDPOINT);
      ec2.stop(0);
    }
  }

  @Test
  void anOperationThatNobodyCallsIsNotThere() throws Exception {
    try (URLClassLoader withSlimLibrary = Ec2Library.loader(SLIM)) {
      assertThatThrownBy(() -> run(withSlimLibrary, AskingForWhatNobodyCalls.class))
          .isInstanceOf(NoSuchMethodError.class);
    }
  }

  @Test
  void whatItHasIsAsPublishedButForTheClients() throws IOException {
    Map<String, byte[]> published = Ec2Library.content(Ec2Library.PUBLISHED);
    Map<String, byte[]> slim = Ec2Library.content(SLIM);

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
    Set<String> published = Ec2Library.content(Ec2Library.PUBLISHED).keySet();
    Map<String, byte[]> slim = Ec2Library.content(SLIM);
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

  private static Object run(ClassLoader loader, Class<? extends Callable<String>> asking)
      throws Exception {
    Class<?> there = Class.forName(asking.getName(), true, loader);
    return ((Callable<?>) there.getConstructor().newInstance()).call();
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
}
