/* Browser storage: a session lives in the browser's local storage; the one cookie there is lasts
   from the button "Sign in with Google" until one is back. */
#include "privacy/browser_storage.h"

const struct browser_storage browser_storage[] = {
    { "steward.session", STORAGE_LOCAL, true, L("keeps you signed in", "保持登录状态"),
      L("until you sign out or the session ends", "直到退出登录或会话结束") },
    { "steward.language", STORAGE_LOCAL, false,
      L("remembers the language you chose", "记住所选语言"),
      L("until you clear it in the browser", "直到您在浏览器中清除") },
    { "steward.scheme", STORAGE_LOCAL, false, L("remembers light or dark", "记住浅色或深色外观"),
      L("until you clear it in the browser", "直到您在浏览器中清除") },
    { "steward.columns.*", STORAGE_LOCAL, false,
      L("remembers which columns a list shows", "记住列表显示的列"),
      L("until you clear it in the browser", "直到您在浏览器中清除") },
    { "steward.scan.speak", STORAGE_LOCAL, false,
      L("remembers whether scans are spoken", "记住是否语音播报扫码结果"),
      L("until you clear it in the browser", "直到您在浏览器中清除") },
    { "steward-scans", STORAGE_DATABASE, false,
      L("keeps scans that the server has not booked, so that none is lost without a network",
        "保存尚未记账的扫码，断网时也不会丢失"),
      L("until each is booked or you drop it", "直到记账或您将其丢弃") },
    { "steward-sales", STORAGE_DATABASE, false,
      L("keeps sales typed on the pad that the server has not got yet, so that none is lost "
        "without a network",
        "保存记单板上尚未上传的成交，断网时也不会丢失"),
      L("until each is sent or you drop it", "直到上传或您将其丢弃") },
    { "steward-kept", STORAGE_DATABASE, false,
      L("keeps what the sale pad and the live board showed last, so that they open without a "
        "network",
        "保存记单板与直播看板最近一次的内容，便于断网时打开"),
      L("until you sign out, three days at most", "直到退出登录，最长三天") },
    { "steward_oauth", STORAGE_COOKIE, false,
      L("sees that a sign-in with Google ends in the browser where it began",
        "确认 Google 登录在发起它的浏览器中完成"),
      L("until you are back, ten minutes at most", "直到返回本站，最长十分钟") },
    { "steward-*", STORAGE_CACHE, false,
      L("keeps the program itself, so that it opens without a network; no data of yours",
        "缓存程序本身，便于离线打开；不含您的数据"),
      L("until a newer version replaces it", "直到被新版本替换") },
    { 0 },
};
