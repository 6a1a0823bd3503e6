package im.coven.load;

import im.coven.load.Report.Account;
import im.coven.load.Report.Generator;
import im.coven.load.Report.Latency;
import im.coven.load.Report.Preparation;
import im.coven.load.Report.Second;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// Adds up what the members and the loops counted. They must be at rest.
final class Settlement {

  private static final double MILLI_MICROS = 1000;

  private final LoadPlan plan;
  private final List<Member> members;
  private final Tally tally = new Tally();

  Settlement(LoadPlan plan, List<Member> members, List<LoopState> loops) {
    this.plan = plan;
    this.members = members;
    loops.forEach(loop -> tally.add(loop.tally()));
  }

  Report report(Preparation preparation, GeneratorLoad load) {
    Histogram late = tally.latenessMicros();
    var generator =
        new Generator(
            load.cpuSeconds(),
            load.wallSeconds(),
            load.busiestLoop(),
            late.getValueAtPercentile(99) / MILLI_MICROS,
            late.getMaxValue() / MILLI_MICROS);
    Latency latency = latency(tally.latencyMicros(plan.traffic().warmupSeconds()));
    return new Report(plan, preparation, account(), latency, seconds(), generator);
  }

  static Latency latency(Histogram micros) {
    return new Latency(
        micros.getValueAtPercentile(50) / MILLI_MICROS,
        micros.getValueAtPercentile(90) / MILLI_MICROS,
        micros.getValueAtPercentile(99) / MILLI_MICROS,
        micros.getValueAtPercentile(99.9) / MILLI_MICROS,
        micros.getMaxValue() / MILLI_MICROS);
  }

  private List<Second> seconds() {
    List<Tally.Second> all = tally.seconds();
    return IntStream.range(0, all.size())
        .mapToObj(i -> new Second(i, all.get(i).arrived(), latency(all.get(i).latencyMicros())))
        .toList();
  }

  private Account account() {
    List<List<Member>> channels =
        IntStream.range(0, plan.crowd().channels()).mapToObj(this::ofChannel).toList();
    long sent = members.stream().mapToLong(Member::sent).sum();
    long lost = channels.stream().mapToLong(Settlement::lost).sum();
    long doubled = members.stream().mapToLong(member -> member.ledger().doubled()).sum();
    List<String> ends = members.stream().map(Member::end).filter(end -> !end.isEmpty()).toList();
    return new Account(
        sent,
        members.stream().mapToLong(Member::unsent).sum(),
        members.stream().mapToLong(Member::refused).sum(),
        members.stream().map(Member::refusal).filter(why -> !why.isEmpty()).findFirst().orElse(""),
        sent * plan.crowd().membersPerChannel(),
        members.stream().mapToLong(member -> member.ledger().received()).sum(),
        lost,
        doubled,
        members.stream().mapToLong(member -> member.ledger().late()).sum(),
        members.stream().mapToLong(member -> member.ledger().unknown()).sum(),
        lost == 0 ? orders(channels) : 0,
        ends.size(),
        ends.isEmpty() ? "" : ends.getFirst());
  }

  private List<Member> ofChannel(int channel) {
    int each = plan.crowd().membersPerChannel();
    return members.subList(channel * each, (channel + 1) * each);
  }

  private static long lost(List<Member> channel) {
    int[] sent =
        channel.stream()
            .filter(member -> member.role().publisher() >= 0)
            .mapToInt(Member::sent)
            .toArray();
    return channel.stream().mapToLong(member -> member.ledger().lost(sent)).sum();
  }

  private static int orders(List<List<Member>> channels) {
    return channels.stream()
        .mapToInt(channel ->
            (int) channel.stream().mapToLong(member -> member.ledger().order()).distinct().count())
        .max()
        .orElse(0);
  }
}
