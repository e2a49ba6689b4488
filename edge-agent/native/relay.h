// The thread that passes cameras' packets on: it waits for all of their connections together, and looks at
// most every few milliseconds, so that many packets of many cameras cost one waking.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "output.h"
#include "source.h"

namespace brightwall {

/** CLOCK_MONOTONIC, ms. */
double MonotonicMs();

struct Event {
  enum class Kind : int { kBytes = 0, kEnd = 1, kRtcp = 2 } kind;
  /** Of a source; of an output with kRtcp. */
  uint32_t id;
  /** kEnd: errno, 0 where the camera closed. */
  int error = 0;
  std::vector<uint8_t> bytes;
};

class Relay {
 public:
  /** `notify`, from the relay's thread: there are events to take. Throws std::system_error. */
  explicit Relay(std::function<void()> notify);
  /** Ends the thread and closes everything. */
  ~Relay();

  /** Duplicates `fd`. Throws std::system_error. */
  uint32_t AddSource(int fd, SourceOptions options, std::vector<uint8_t> rest);
  void RemoveSource(uint32_t id);
  void SetDeliver(uint32_t id, Deliver deliver);
  SourceCounts CountsOfSource(uint32_t id);

  /** Takes `fd`, a connected UDP socket. The output begins with the source's next packet. */
  uint32_t AddOutput(uint32_t source, int fd, OutputOptions options);
  void RemoveOutput(uint32_t id);
  /** Calls `use` with the output, if there is one still, and nothing else happening to it. */
  void WithOutput(uint32_t id, const std::function<void(Output&)>& use);

  std::vector<Event> TakeEvents();

 private:
  struct Held {
    std::unique_ptr<Output> output;
    uint32_t source;
  };

  void Run();
  void HandleSource(uint32_t id, double now_ms);
  void HandleOutput(uint32_t id);
  void Watch(int fd, uint64_t key);

  std::function<void()> notify_;
  int epoll_;
  int wake_;
  std::mutex mutex_;
  std::map<uint32_t, std::unique_ptr<Source>> sources_;
  std::map<uint32_t, Held> outputs_;
  std::vector<Event> events_;
  std::vector<uint8_t> room_;
  uint32_t next_id_ = 1;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace brightwall
