#include "relay.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <system_error>

namespace brightwall {
namespace {

/**
 * Between two looks, so long for each connection and at most so long: one waking serves as many pictures as there
 * are, and adds half of itself to a picture's way on average. What it saves stands in docs/passing-a-stream-on.md.
 */
constexpr auto kPausePerSource = std::chrono::milliseconds(5);
constexpr auto kLongestPause = std::chrono::milliseconds(60);
/** The longest unfinished message and the largest single read. */
constexpr size_t kRoomBytes = 192 * 1024 + 256 * 1024;
constexpr uint64_t kWakeKey = 0;
constexpr uint64_t kOutputBit = 1ULL << 32;
constexpr int kMaxRtcpAtOnce = 32;

int Checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace

double MonotonicMs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1000 + static_cast<double>(now.tv_nsec) / 1e6;
}

Relay::Relay(std::function<void()> notify)
    : notify_(std::move(notify)),
      epoll_(Checked(epoll_create1(EPOLL_CLOEXEC), "epoll")),
      wake_(Checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
      room_(kRoomBytes) {
  Watch(wake_, kWakeKey);
  thread_ = std::thread([this] { Run(); });
}

Relay::~Relay() {
  stop_ = true;
  const uint64_t one = 1;
  (void)!write(wake_, &one, sizeof one);
  thread_.join();
  sources_.clear();
  outputs_.clear();
  close(wake_);
  close(epoll_);
}

void Relay::Watch(int fd, uint64_t key) {
  epoll_event event = {};
  event.events = EPOLLIN;
  event.data.u64 = key;
  Checked(epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

uint32_t Relay::AddSource(int fd, SourceOptions options, std::vector<uint8_t> rest) {
  std::lock_guard lock(mutex_);
  const int own = Checked(fcntl(fd, F_DUPFD_CLOEXEC, 0), "dup");
  auto source = std::make_unique<Source>(own, options, std::move(rest));
  const uint32_t id = next_id_++;
  Watch(own, id);
  sources_.emplace(id, std::move(source));
  return id;
}

void Relay::RemoveSource(uint32_t id) {
  std::lock_guard lock(mutex_);
  for (auto& [_, held] : outputs_)
    if (held.source == id) held.source = 0;
  auto found = sources_.find(id);
  if (found == sources_.end()) return;
  // Closing a duplicate takes no watch away: the session's own descriptor still stands for the connection.
  epoll_ctl(epoll_, EPOLL_CTL_DEL, found->second->fd(), nullptr);
  sources_.erase(found);
}

void Relay::SetDeliver(uint32_t id, Deliver deliver) {
  std::lock_guard lock(mutex_);
  if (auto found = sources_.find(id); found != sources_.end()) found->second->deliver = deliver;
}

SourceCounts Relay::CountsOfSource(uint32_t id) {
  std::lock_guard lock(mutex_);
  auto found = sources_.find(id);
  return found == sources_.end() ? SourceCounts{} : found->second->counts();
}

uint32_t Relay::AddOutput(uint32_t source, int fd, OutputOptions options) {
  std::lock_guard lock(mutex_);
  auto output = std::make_unique<Output>(fd, std::move(options));
  const uint32_t id = next_id_++;
  Watch(fd, kOutputBit | id);
  if (auto found = sources_.find(source); found != sources_.end()) found->second->outputs.insert(output.get());
  outputs_.emplace(id, Held{std::move(output), source});
  return id;
}

void Relay::RemoveOutput(uint32_t id) {
  std::lock_guard lock(mutex_);
  auto found = outputs_.find(id);
  if (found == outputs_.end()) return;
  if (auto source = sources_.find(found->second.source); source != sources_.end())
    source->second->outputs.erase(found->second.output.get());
  outputs_.erase(found);
}

void Relay::WithOutput(uint32_t id, const std::function<void(Output&)>& use) {
  std::lock_guard lock(mutex_);
  if (auto found = outputs_.find(id); found != outputs_.end()) use(*found->second.output);
}

std::vector<Event> Relay::TakeEvents() {
  std::lock_guard lock(mutex_);
  std::vector<Event> events = std::move(events_);
  events_.clear();
  for (auto& [id, source] : sources_) {
    if (source->told.empty()) continue;
    events.push_back({Event::Kind::kBytes, id, 0, std::move(source->told)});
    source->told.clear();
  }
  return events;
}

void Relay::Run() {
  pthread_setname_np(pthread_self(), "relay");
  epoll_event ready[64];
  while (!stop_) {
    const int count = epoll_wait(epoll_, ready, 64, -1);
    if (stop_) return;
    bool news = false;
    auto pause = kPausePerSource;
    if (count > 0) {
      std::lock_guard lock(mutex_);
      const double now_ms = MonotonicMs();
      for (int n = 0; n < count; ++n) {
        const uint64_t key = ready[n].data.u64;
        if (key == kWakeKey) continue;
        if (key & kOutputBit) HandleOutput(static_cast<uint32_t>(key));
        else HandleSource(static_cast<uint32_t>(key), now_ms);
      }
      news = !events_.empty();
      for (auto& [_, source] : sources_) news = news || !source->told.empty();
      pause *= std::max<int64_t>(1, static_cast<int64_t>(sources_.size()));
    }
    if (news) notify_();
    std::this_thread::sleep_for(std::min(pause, kLongestPause));
  }
}

void Relay::HandleSource(uint32_t id, double now_ms) {
  auto found = sources_.find(id);
  if (found == sources_.end()) return;
  Source& source = *found->second;
  if (source.Read(room_, now_ms)) return;
  // What was told before the end comes first. TypeScript takes the source away; until then it is not watched.
  if (!source.told.empty()) events_.push_back({Event::Kind::kBytes, id, 0, std::move(source.told)});
  source.told.clear();
  events_.push_back({Event::Kind::kEnd, id, source.error(), {}});
  epoll_ctl(epoll_, EPOLL_CTL_DEL, source.fd(), nullptr);
}

void Relay::HandleOutput(uint32_t id) {
  auto found = outputs_.find(id);
  if (found == outputs_.end()) return;
  uint8_t packet[1500];
  for (int n = 0; n < kMaxRtcpAtOnce; ++n) {
    const ssize_t got = recv(found->second.output->fd(), packet, sizeof packet, MSG_DONTWAIT);
    // Refused while the core restarts (ICMP): reading took the error away.
    if (got < 0) return;
    events_.push_back({Event::Kind::kRtcp, id, 0, std::vector<uint8_t>(packet, packet + got)});
  }
}

}  // namespace brightwall
