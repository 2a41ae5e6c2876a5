package example.ebs.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to install the driver: a kustomization, and the golden file that says what it renders to.
 *
 * @param folder of the kustomization, below the module's folder
 */
record Installation(String name, String folder) {
  static final Path MODULE = Path.of("").toAbsolutePath();

  static Stream<Installation> all() {
    return Stream.of(
        new Installation("base", "kubernetes/base"),
        new Installation("aws", "kubernetes/overlays/aws"),
        new Installation("emulator", "kubernetes/overlays/emulator"),
        new Installation("local", "kubernetes/overlays/local"),
        new Installation(
            "emulator-ebs-csi-aws-com", "kubernetes/overlays/emulator-ebs-csi-aws-com"),
        new Installation("my-cluster", "kubernetes/examples/my-cluster"),
        new Installation("local-my-roots", "kubernetes/examples/my-roots"),
        new Installation("without-loops", "kubernetes/overlays/without-loops"),
        composition("aws-detach-leftovers"),
        composition("aws-ebs-csi-aws-com"),
        composition("emulator-without-latency"),
        composition("local-in-another-namespace"));
  }

  /** Those that serve EBS volumes. */
  static Stream<Installation> withEbs() {
    return all().filter(installation -> !installation.name.startsWith("local"));
  }

  /** Those that serve local volumes, alone or beside others. */
  static Stream<Installation> withLocal() {
    return all()
        .filter(installation -> !installation.name.equals("base"))
        .filter(installation -> !installation.name.equals("without-loops"))
        .filter(installation -> !installation.name.equals("emulator-ebs-csi-aws-com"));
  }

  /** Those in which the loops run that answer claims. */
  static Stream<Installation> withLoops() {
    return all().filter(installation -> !installation.name.equals("without-loops"));
  }

  /** Whether its controller runs them. */
  boolean hasLoops() {
    return Manifests.texts(Manifests.container(workload("controller")).path("args"))
        .contains("--kubernetes");
  }

  /** The driver's name, by what its node service is told. */
  String driver() {
    return Manifests.texts(Manifests.container(workload("node")).path("args")).stream()
        .filter(flag -> flag.startsWith("--driver-name="))
        .map(flag -> flag.substring(flag.indexOf('=') + 1))
        .findFirst()
        .orElse("ebs.example");
  }

  /** The object of that kind and name. */
  JsonNode object(String kind, String name) {
    return objects(kind)
        .filter(object -> Manifests.name(object).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(this + " has no " + kind + " " + name));
  }

  static Installation named(String name) {
    return all()
        .filter(installation -> installation.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no installation " + name));
  }

  private static Installation composition(String name) {
    return new Installation(name, "src/test/resources/compositions/" + name);
  }

  Path kustomization() {
    return MODULE.resolve(folder);
  }

  Path goldenFile() {
    return MODULE.resolve("src/test/resources/golden").resolve(name + ".yaml");
  }

  List<JsonNode> objects() {
    return Manifests.read(goldenFile());
  }

  Stream<JsonNode> objects(String kind) {
    return objects().stream().filter(object -> object.path("kind").asText().equals(kind));
  }

  JsonNode object(String kind) {
    List<JsonNode> found = objects(kind).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "wanted one " + kind + " in " + goldenFile() + ", found " + found.size());
    }
    return found.getFirst();
  }

  /** What has a pod template. */
  Stream<JsonNode> workloads() {
    return objects().stream().filter(object -> !object.at("/spec/template/spec").isMissingNode());
  }

  /** The Deployment or DaemonSet of controller, node or emulator. */
  JsonNode workload(String component) {
    return workloads()
        .filter(object -> Manifests.component(object).equals(component))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " has no " + component));
  }

  @Override
  public String toString() {
    return name;
  }
}
