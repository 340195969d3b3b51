package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Clients come online on a new coordinator and reach each other.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class DailyLifeIT {
  @Test
  void twoClientsComeOnlineAndPingEachOtherByNameAndAddress(SharedTailnet tailnet)
      throws Exception {
    List<TailscaleClient> both = tailnet.clients("anna", "bert");
    everyOneReachesEveryOther(both);
  }

  @Test
  void fiveClientsOfBothLinesComeOnlineAndPingEachOther(SharedTailnet tailnet) throws Exception {
    List<TailscaleClient> all = tailnet.clients(SharedTailnet.NAMES.toArray(new String[0]));
    everyOneReachesEveryOther(all);
    for (TailscaleClient client : all) {
      assertThat(client.netmap().path("Peers").size()).isGreaterThanOrEqualTo(all.size() - 1);
    }
  }

  @Test
  void aServiceBehindOneClientAnswersThroughTheSocksProxyOfAnother(SharedTailnet tailnet)
      throws Exception {
    List<TailscaleClient> both = tailnet.clients("anna", "bert");
    TailscaleClient anna = both.getFirst();
    TailscaleClient bert = both.getLast();
    int port = tailnet.network().freePort();
    tailnet.network().serve("127.0.0.1", port, "behind-bert");
    String fullName = bert.status().path("Self").path("DNSName").asText();

    anna.waitPong("bert");
    for (String host : List.of("bert", fullName, bert.address(), "[" + ipv6(bert) + "]")) {
      assertThat(anna.fetch("http://" + host + ":" + port + "/")).as(host).isEqualTo("behind-bert");
    }
  }

  @Test
  void addressesAreAnIpv4OneThenAnIpv6OneOfTheConfiguredPrefixes(SharedTailnet tailnet)
      throws Exception {
    JsonNode self = tailnet.client("anna").status().path("Self");
    List<String> addresses = new ArrayList<>();
    self.path("TailscaleIPs").forEach(address -> addresses.add(address.asText()));
    assertThat(addresses).hasSize(2);
    assertThat(addresses.getFirst()).startsWith("100.");
    assertThat(addresses.getLast()).startsWith("fd7a:115c:a1e0:");
    assertThat(tailnet.coordinator().node("anna").addresses()).isEqualTo(addresses);
  }

  private static void everyOneReachesEveryOther(List<TailscaleClient> clients) throws Exception {
    List<Callable<Boolean>> work = new ArrayList<>();
    for (TailscaleClient from : clients) {
      work.add(() -> reachesTheOthers(from, clients));
    }
    assertThat(SharedTailnet.together(work)).hasSize(clients.size()).containsOnly(true);
  }

  private static boolean reachesTheOthers(TailscaleClient from, List<TailscaleClient> clients)
      throws Exception {
    for (TailscaleClient to : clients) {
      if (from != to) {
        assertThat(from.waitPong(to.name())).contains("pong from " + to.name());
        assertThat(from.waitPong(to.address())).contains("pong from " + to.name());
      }
    }
    return true;
  }

  private static String ipv6(TailscaleClient client) throws Exception {
    return client.status().path("Self").path("TailscaleIPs").path(1).asText();
  }
}
