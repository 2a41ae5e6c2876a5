package example.ebs.emulator.action;

import example.ebs.emulator.instance.InstanceType;
import example.ebs.emulator.listing.Attributes;
import example.ebs.emulator.listing.Page;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.XmlAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** DescribeInstanceTypes. */
final class DescribeInstanceTypes implements Action {
  private static final int LARGEST_PAGE = 100;

  private static final Attributes<InstanceType> ATTRIBUTES =
      new Attributes<>(
          Map.of(
              "instance-type", type -> List.of(type.text()),
              "hypervisor", type -> List.of(type.hypervisor().text()),
              "current-generation", _ -> List.of("true"),
              "ebs-info.attachment-limit-type", type -> List.of(type.sharing().text())),
          Optional.empty());

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    List<String> names = request.list("InstanceType");
    Page.refuseWithIds(request, "instanceTypes", names);
    Predicate<InstanceType> filters = ATTRIBUTES.filters(request);
    List<InstanceType> found = asked(names).stream().filter(filters).toList();
    Page<InstanceType> page = Page.of(request, LARGEST_PAGE, found, InstanceType::text);
    return () ->
        new Outcome(
            turn.state(),
            xml -> {
              xml.items("instanceTypeSet", page.items(), DescribeInstanceTypes::write);
              page.writeNext(xml);
            });
  }

  private static List<InstanceType> asked(List<String> names) {
    List<InstanceType> all = Arrays.asList(InstanceType.values());
    List<String> absent =
        names.stream()
            .filter(name -> all.stream().noneMatch(type -> type.text().equals(name)))
            .toList();
    if (!absent.isEmpty()) {
      throw InstanceType.absent(absent);
    }
    return all.stream().filter(type -> names.isEmpty() || names.contains(type.text())).toList();
  }

  private static void write(XmlAnswer xml, InstanceType type) {
    xml.text("instanceType", type.text());
    xml.text("currentGeneration", true);
    xml.text("bareMetal", false);
    xml.text("hypervisor", type.hypervisor().text());
    xml.group("vCpuInfo", cpu -> cpu.text("defaultVCpus", type.processors()));
    xml.group("memoryInfo", memory -> memory.text("sizeInMiB", type.memoryMib()));
    xml.group("ebsInfo", ebs -> writeEbs(ebs, type));
    xml.group(
        "networkInfo",
        network -> network.text("maximumNetworkInterfaces", type.networkInterfaces()));
  }

  private static void writeEbs(XmlAnswer xml, InstanceType type) {
    boolean nitro = type.hypervisor() == InstanceType.Hypervisor.NITRO;
    xml.text("ebsOptimizedSupport", nitro ? "default" : "unsupported");
    xml.text("encryptionSupport", "supported");
    xml.text("nvmeSupport", nitro ? "required" : "unsupported");
    xml.text("maximumEbsAttachments", type.attachments());
    xml.text("attachmentLimitType", type.sharing().text());
    xml.text("maximumEbsCards", 1);
  }
}
