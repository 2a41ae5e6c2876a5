package example.ebs.emulator.action;

import example.ebs.emulator.instance.InstanceType;
import example.ebs.emulator.listing.Attributes;
import example.ebs.emulator.listing.Ec2Filters;
import example.ebs.emulator.listing.Page;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.Values;
import example.ebs.emulator.wire.XmlAnswer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** DescribeInstanceTypes. */
final class DescribeInstanceTypes implements Action {
  private static final int LARGEST_PAGE = 100;
  private static final String ENCRYPTION = "supported";

  private static final Attributes<InstanceType> ATTRIBUTES =
      new Attributes<>(
          Map.ofEntries(
              one("instance-type", InstanceType::text),
              one("current-generation", _ -> true),
              one("bare-metal", _ -> false),
              one("hypervisor", type -> type.hypervisor().text()),
              one("vcpu-info.default-vcpus", InstanceType::processors),
              one("memory-info.size-in-mib", InstanceType::memoryMib),
              one("ebs-info.ebs-optimized-support", DescribeInstanceTypes::optimized),
              one("ebs-info.encryption-support", _ -> ENCRYPTION),
              one("ebs-info.nvme-support", DescribeInstanceTypes::nvme),
              one("ebs-info.maximum-ebs-attachments", InstanceType::attachments),
              one("ebs-info.attachment-limit-type", type -> type.sharing().text()),
              one("network-info.maximum-network-interfaces", InstanceType::networkInterfaces)),
          Optional.empty(),
          Ec2Filters.INSTANCE_TYPES);

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

  private static Map.Entry<String, Function<InstanceType, Collection<String>>> one(
      String name, Function<InstanceType, Object> value) {
    return Map.entry(name, type -> List.of(Values.text(value.apply(type))));
  }

  private static String optimized(InstanceType type) {
    return isNitro(type) ? "default" : "unsupported";
  }

  private static String nvme(InstanceType type) {
    return isNitro(type) ? "required" : "unsupported";
  }

  private static boolean isNitro(InstanceType type) {
    return type.hypervisor() == InstanceType.Hypervisor.NITRO;
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
    xml.text("ebsOptimizedSupport", optimized(type));
    xml.text("encryptionSupport", ENCRYPTION);
    xml.text("nvmeSupport", nvme(type));
    xml.text("maximumEbsAttachments", type.attachments());
    xml.text("attachmentLimitType", type.sharing().text());
    xml.text("maximumEbsCards", 1);
  }
}
