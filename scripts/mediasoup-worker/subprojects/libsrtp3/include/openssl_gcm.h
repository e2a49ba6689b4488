#pragma once

#include <srtp2/srtp.h>

#ifdef __cplusplus
extern "C"
{
#endif

// After srtp_init: AES-GCM is OpenSSL's from now on.
srtp_err_status_t brightwallUseOpenSslGcm(void);

#ifdef __cplusplus
}
#endif
