package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;

/** How the build makes the library of EC2 smaller, for a class path of the test's own. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SlimEc2BuildTest {
  @TempDir private Path folder;

  @Test
  void whatAPaginatorAndAMethodReferenceLeadToStays() throws Exception {
    slimFor(Paging.class);

    assertThat(Ec2Library.operationsIn(folder.resolve(Ec2Library.PUBLISHED.getFileName())))
        .contains("describeSnapshots", "describeImages")
        .doesNotContain("describeHosts");
  }

  @Test
  void whatWaitersAskForStays() throws Exception {
    slimFor(Waiting.class);

    assertThat(Ec2Library.operationsIn(folder.resolve(Ec2Library.PUBLISHED.getFileName())))
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
    Files.copy(
        Ec2Library.location(caller).resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
    Path target = folder.resolve(Ec2Library.PUBLISHED.getFileName());
    String classPath =
        Stream.concat(
                Stream.of(folder.resolve(caller.getSimpleName())),
                Ec2Library.classPath().filter(path -> path.toString().endsWith(".jar")))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    Process build =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-classpath",
                classPath,
                Ec2Library.MODULE.resolve("src/build/java/SlimEc2Library.java").toString(),
                target.toString())
            .inheritIO()
            .start();
    assertThat(build.waitFor()).isZero();
    return target;
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
