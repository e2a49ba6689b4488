// The relay as Node sees it (N-API, so that one build serves every Node). Arguments come from
// edge-agent/src/relay/relay.ts alone; wrong kinds throw.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <node_api.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

#include "relay.h"

namespace brightwall {
namespace {

/** What JavaScript is told of: set while a JavaScript exception is pending. */
struct Thrown {};

void Check(napi_env env, napi_status status) {
  if (status == napi_ok) return;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) napi_throw_type_error(env, nullptr, "relay: wrong argument");
  throw Thrown{};
}

class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    size_t count = kMax;
    Check(env, napi_get_cb_info(env, info, &count, values_, nullptr, nullptr));
  }
  napi_value at(size_t n) const { return values_[n]; }
  uint32_t U32(size_t n) const {
    uint32_t value;
    Check(env_, napi_get_value_uint32(env_, values_[n], &value));
    return value;
  }
  double Number(size_t n) const {
    double value;
    Check(env_, napi_get_value_double(env_, values_[n], &value));
    return value;
  }
  std::string Text(size_t n) const {
    char text[64];
    size_t length;
    Check(env_, napi_get_value_string_utf8(env_, values_[n], text, sizeof text, &length));
    return std::string(text, length);
  }
  std::vector<uint8_t> Bytes(size_t n) const {
    void* data;
    size_t length;
    Check(env_, napi_get_buffer_info(env_, values_[n], &data, &length));
    const auto* from = static_cast<const uint8_t*>(data);
    return std::vector<uint8_t>(from, from + length);
  }
  /** Of a Float64Array of at least `count`. */
  double* Numbers(size_t n, size_t count) const {
    napi_typedarray_type type;
    size_t length;
    void* data;
    Check(env_, napi_get_typedarray_info(env_, values_[n], &type, &length, &data, nullptr, nullptr));
    if (type != napi_float64_array || length < count) Check(env_, napi_invalid_arg);
    return static_cast<double*>(data);
  }

 private:
  static constexpr size_t kMax = 10;
  napi_env env_;
  napi_value values_[kMax] = {};
};

/** One per process that asked for it, until it ends. */
struct Holder {
  napi_threadsafe_function tell = nullptr;
  std::unique_ptr<Relay> relay;
  std::atomic<bool> told{false};

  void Close() {
    relay.reset();
    if (tell) napi_release_threadsafe_function(tell, napi_tsfn_abort);
    tell = nullptr;
  }
};
Holder* holder = nullptr;

Relay& TheRelay(napi_env env) {
  if (!holder || !holder->relay) {
    napi_throw_error(env, nullptr, "relay: closed");
    throw Thrown{};
  }
  return *holder->relay;
}

napi_value Undefined(napi_env env) {
  napi_value value;
  napi_get_undefined(env, &value);
  return value;
}

napi_value NumberOf(napi_env env, double number) {
  napi_value value;
  Check(env, napi_create_double(env, number, &value));
  return value;
}

using Body = napi_value (*)(napi_env, const Arguments&);

template <Body body>
napi_value Call(napi_env env, napi_callback_info info) {
  try {
    return body(env, Arguments(env, info));
  } catch (const Thrown&) {
  } catch (const std::system_error& error) {
    napi_throw_error(env, std::to_string(error.code().value()).c_str(), error.what());
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return nullptr;
}

/** On Node's thread: hands each event to JavaScript as (kind, id, error, bytes). */
void HandOver(napi_env env, napi_value callback, void*, void*) {
  if (!env || !holder || !holder->relay) return;
  holder->told = false;
  for (const Event& event : holder->relay->TakeEvents()) {
    napi_handle_scope scope;
    if (napi_open_handle_scope(env, &scope) != napi_ok) return;
    napi_value arguments[4], receiver;
    napi_create_int32(env, static_cast<int>(event.kind), &arguments[0]);
    napi_create_uint32(env, event.id, &arguments[1]);
    napi_create_int32(env, event.error, &arguments[2]);
    napi_create_buffer_copy(env, event.bytes.size(), event.bytes.data(), nullptr, &arguments[3]);
    napi_get_undefined(env, &receiver);
    napi_call_function(env, receiver, callback, 4, arguments, nullptr);
    napi_close_handle_scope(env, scope);
    if (!holder || !holder->relay) return;
  }
}

napi_value Open(napi_env env, const Arguments& arguments) {
  if (holder) throw std::runtime_error("relay: open already");
  auto opened = std::make_unique<Holder>();
  napi_value name;
  Check(env, napi_create_string_utf8(env, "relay", NAPI_AUTO_LENGTH, &name));
  Check(env, napi_create_threadsafe_function(env, arguments.at(0), nullptr, name, 0, 1, nullptr, nullptr, nullptr,
                                             HandOver, &opened->tell));
  // What keeps the process alive is what is passed on, not this.
  Check(env, napi_unref_threadsafe_function(env, opened->tell));
  Holder* made = opened.get();
  made->relay = std::make_unique<Relay>([made] {
    if (!made->told.exchange(true)) napi_call_threadsafe_function(made->tell, nullptr, napi_tsfn_nonblocking);
  });
  holder = opened.release();
  // The thread must be gone before the environment that it tells.
  napi_add_env_cleanup_hook(
      env,
      [](void*) {
        if (holder) holder->Close();
        delete holder;
        holder = nullptr;
      },
      nullptr);
  return Undefined(env);
}

/** (fd, rtpChannel, payloadType, codec, deliver, rest) → id */
napi_value AddSource(napi_env env, const Arguments& arguments) {
  const SourceOptions options{static_cast<uint8_t>(arguments.U32(1)), static_cast<uint8_t>(arguments.U32(2)),
                              static_cast<Codec>(arguments.U32(3)), static_cast<Deliver>(arguments.U32(4))};
  return NumberOf(env, TheRelay(env).AddSource(static_cast<int>(arguments.U32(0)), options, arguments.Bytes(5)));
}

/** (id) */
napi_value RemoveSource(napi_env env, const Arguments& arguments) {
  TheRelay(env).RemoveSource(arguments.U32(0));
  return Undefined(env);
}

/** (id, 0 none, 1 key frames, 2 all) */
napi_value SetDeliver(napi_env env, const Arguments& arguments) {
  TheRelay(env).SetDeliver(arguments.U32(0), static_cast<Deliver>(arguments.U32(1)));
  return Undefined(env);
}

/** (id, Float64Array of 9): packets, bytes, frames, lost, highest, ssrc, newest timestamp, its age in ms or −1, dropped bytes */
napi_value ReadSource(napi_env env, const Arguments& arguments) {
  const SourceCounts counts = TheRelay(env).CountsOfSource(arguments.U32(0));
  double* numbers = arguments.Numbers(1, 9);
  numbers[0] = static_cast<double>(counts.packets);
  numbers[1] = static_cast<double>(counts.bytes);
  numbers[2] = static_cast<double>(counts.frames);
  numbers[3] = static_cast<double>(counts.lost);
  numbers[4] = static_cast<double>(counts.highest);
  numbers[5] = counts.ssrc;
  numbers[6] = counts.newest_timestamp;
  numbers[7] = counts.newest_ms > 0 ? MonotonicMs() - counts.newest_ms : -1;
  numbers[8] = static_cast<double>(counts.dropped_bytes);
  return Undefined(env);
}

/** A UDP socket that knows where it sends to: packets from elsewhere never reach us. */
int ConnectedUdp(const std::string& address, uint16_t port) {
  sockaddr_storage to = {};
  socklen_t length;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&to);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&to);
  if (inet_pton(AF_INET, address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    length = sizeof *v4;
  } else if (inet_pton(AF_INET6, address.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    length = sizeof *v6;
  } else {
    throw std::runtime_error("relay: no address");
  }
  const int fd = socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "socket");
  const int bytes = 1024 * 1024;
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), length) < 0) {
    const int error = errno;
    close(fd);
    throw std::system_error(error, std::generic_category(), "connect");
  }
  return fd;
}

/** (source, address, port, key, salt, ssrc, payloadType, firstSequence, sps, pps) → id */
napi_value AddOutput(napi_env env, const Arguments& arguments) {
  Relay& relay = TheRelay(env);
  const auto key = arguments.Bytes(3), salt = arguments.Bytes(4);
  if (key.size() != 16 || salt.size() != 12) throw std::runtime_error("relay: key and salt of AES-128-GCM");
  OutputOptions options{arguments.U32(5),
                        static_cast<uint8_t>(arguments.U32(6)),
                        static_cast<uint16_t>(arguments.U32(7)),
                        key.data(),
                        salt.data(),
                        arguments.Bytes(8),
                        arguments.Bytes(9)};
  const int fd = ConnectedUdp(arguments.Text(1), static_cast<uint16_t>(arguments.U32(2)));
  return NumberOf(env, relay.AddOutput(arguments.U32(0), fd, std::move(options)));
}

/** (id) */
napi_value RemoveOutput(napi_env env, const Arguments& arguments) {
  TheRelay(env).RemoveOutput(arguments.U32(0));
  return Undefined(env);
}

/** (id, timestamp, epochMs, clockRate) */
napi_value SetCapture(napi_env env, const Arguments& arguments) {
  const uint32_t timestamp = arguments.U32(1);
  const double epoch_ms = arguments.Number(2), rate = arguments.Number(3);
  TheRelay(env).WithOutput(arguments.U32(0),
                           [&](Output& output) { output.SetCapture(timestamp, epoch_ms, rate); });
  return Undefined(env);
}

/** (id, Float64Array of 6): packets, octets, resent, dropped, newest timestamp or −1, its age in ms */
napi_value ReadOutput(napi_env env, const Arguments& arguments) {
  double* numbers = arguments.Numbers(1, 6);
  TheRelay(env).WithOutput(arguments.U32(0), [&](Output& output) {
    const OutputCounts& counts = output.counts();
    numbers[0] = static_cast<double>(counts.packets);
    numbers[1] = static_cast<double>(counts.octets);
    numbers[2] = static_cast<double>(counts.resent);
    numbers[3] = static_cast<double>(counts.dropped);
    numbers[4] = static_cast<double>(counts.newest_timestamp);
    numbers[5] = MonotonicMs() - counts.newest_ms;
  });
  return Undefined(env);
}

/** (id, sequence) */
napi_value Resend(napi_env env, const Arguments& arguments) {
  const auto sequence = static_cast<uint16_t>(arguments.U32(1));
  TheRelay(env).WithOutput(arguments.U32(0), [&](Output& output) { output.Resend(sequence); });
  return Undefined(env);
}

/** (id, bytes) */
napi_value Send(napi_env env, const Arguments& arguments) {
  const auto bytes = arguments.Bytes(1);
  TheRelay(env).WithOutput(arguments.U32(0),
                           [&](Output& output) { output.SendPlain(bytes.data(), bytes.size()); });
  return Undefined(env);
}

template <Body body>
void Offer(napi_env env, napi_value exports, const char* name) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, Call<body>, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace
}  // namespace brightwall

NAPI_MODULE_INIT() {
  using namespace brightwall;
  Offer<Open>(env, exports, "open");
  Offer<AddSource>(env, exports, "addSource");
  Offer<RemoveSource>(env, exports, "removeSource");
  Offer<SetDeliver>(env, exports, "setDeliver");
  Offer<ReadSource>(env, exports, "readSource");
  Offer<AddOutput>(env, exports, "addOutput");
  Offer<RemoveOutput>(env, exports, "removeOutput");
  Offer<SetCapture>(env, exports, "setCapture");
  Offer<ReadOutput>(env, exports, "readOutput");
  Offer<Resend>(env, exports, "resend");
  Offer<Send>(env, exports, "send");
  return exports;
}
