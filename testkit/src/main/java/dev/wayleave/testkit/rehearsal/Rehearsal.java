package dev.wayleave.testkit.rehearsal;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Plays a tailnet to a coordinator whose Java records what it does: devices join, their endpoints
/// change, and all come back at once.
///
/// Arguments: URL, pre-auth key, devices, changes. What a start loads and what it runs often is
/// recorded with it, so that later starts need not find it out again (`wayleave`, `build`).
public final class Rehearsal {
  /// As many as a coordinator takes at once without making anybody wait.
  private static final int TOGETHER = 20;

  /// Long enough that every change is a step of its own.
  private static final Duration BETWEEN = Duration.ofMillis(10);

  private final List<Device> devices = new ArrayList<>();

  private Rehearsal() {}

  public static void main(String[] arguments) throws Exception {
    URI server = URI.create(arguments[0]);
    Rehearsal rehearsal = new Rehearsal();
    try {
      rehearsal.gather(server, arguments[1], Integer.parseInt(arguments[2]));
      rehearsal.change(Integer.parseInt(arguments[3]));
      rehearsal.comeBack();
    } finally {
      rehearsal.devices.forEach(Device::close);
    }
  }

  private void gather(URI server, String authKey, int many) throws Exception {
    Device.Place place = Device.place(server);
    for (int i = 0; i < many; i++) {
      devices.add(new Device(place, i));
    }
    together(device -> {
      device.register(authKey);
      device.listen();
    });
  }

  private void change(int changes) throws Exception {
    for (int i = 0; i < changes; i++) {
      devices.get(i % devices.size()).move(i);
      Thread.sleep(BETWEEN);
    }
  }

  private void comeBack() throws Exception {
    devices.forEach(Device::close);
    together(Device::listen);
  }

  private interface Step {
    void run(Device device) throws Exception;
  }

  private void together(Step step) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(TOGETHER)) {
      List<Callable<Boolean>> steps = new ArrayList<>();
      for (Device device : devices) {
        steps.add(() -> {
          step.run(device);
          return true;
        });
      }
      for (Future<Boolean> done : threads.invokeAll(steps)) {
        boolean _ = done.get();
      }
    }
  }
}
