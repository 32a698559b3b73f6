"""
The addresses whose names belong to allauth: it asks for them by these names.

Only the flows in use are here; its other pages (registration, e-mail management, other
providers) do not exist.
"""

from django.urls import path

from congdoan.kernel.accounts.views import passwords, profile, sign_in
from congdoan.kernel.accounts.views import second_factor as factor

urlpatterns = [
    path("dang-nhap/", sign_in.sign_in, name="account_login"),
    path("dang-xuat/", sign_in.sign_out, name="account_logout"),
    path("dang-ky/", sign_in.sign_up_closed, name="account_signup"),
    path("ngung-hoat-dong/", sign_in.inactive, name="account_inactive"),
    path("xac-nhan/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", passwords.change, name="account_change_password"),
    path("quen-mat-khau/", passwords.ask_reset, name="account_reset_password"),
    path(
        "dat-lai-mat-khau/<uidb64>/<token>/",
        passwords.reset,
        name="account_reset_password_from_key",
    ),
    path("thiet-bi/", profile.session_list, name="usersessions_list"),
    path("dang-nhap/xac-thuc/", factor.authenticate, name="mfa_authenticate"),
    path("dang-nhap/khoa/", factor.key_sign_in, name="mfa_login_webauthn"),
    path("hai-lop/", factor.index, name="mfa_index"),
    path("hai-lop/xac-nhan/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("hai-lop/ung-dung/", factor.app_on, name="mfa_activate_totp"),
    path("hai-lop/ung-dung/tat/", factor.app_off, name="mfa_deactivate_totp"),
    path("hai-lop/ma-du-phong/", factor.codes, name="mfa_view_recovery_codes"),
    path("hai-lop/ma-du-phong/tao/", factor.codes_new, name="mfa_generate_recovery_codes"),
    path("hai-lop/ma-du-phong/tai-ve/", factor.codes_file, name="mfa_download_recovery_codes"),
    path("hai-lop/khoa/", factor.keys, name="mfa_list_webauthn"),
    path("hai-lop/khoa/them/", factor.key_add, name="mfa_add_webauthn"),
    path("hai-lop/khoa/xac-nhan/", factor.key_reauthenticate, name="mfa_reauthenticate_webauthn"),
    path("hai-lop/khoa/<int:pk>/doi-ten/", factor.key_rename, name="mfa_edit_webauthn"),
    path("hai-lop/khoa/<int:pk>/xoa/", factor.key_remove, name="mfa_remove_webauthn"),
]
